"""What the screens share: state, questions, cached steps, things shown, words."""
