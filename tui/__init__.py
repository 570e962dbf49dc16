"""The review screens. `ReviewApp(session, pictures, settings).run()` is the only verb."""

from tui.app import ReviewApp
from tui.pictures import NoPictures, Picture, Pictures
from tui.settings import ReviewSettings

__all__ = ["NoPictures", "Picture", "Pictures", "ReviewApp", "ReviewSettings"]
