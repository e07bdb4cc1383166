"""What the atlas takes in seconds, bytes and agreement, measured on the machine it runs on."""
