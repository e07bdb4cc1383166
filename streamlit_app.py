"""The door: frame, language, town and menu. Run with `streamlit run streamlit_app.py`."""

from ui import frame

with frame.guard():
    frame.begin()
    frame.menu()
