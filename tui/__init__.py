"""The review screens: `ReviewApp(session, pictures, settings).run()`, or `PlainReview` without any."""

from tui.app import ReviewApp, binding_ids
from tui.forms import FormDesk, FormPicture, Forms
from tui.pictures import NoPictures, Picture, Pictures
from tui.plain import PlainReview
from tui.settings import ReviewSettings

__all__ = [
    "FormDesk",
    "FormPicture",
    "Forms",
    "NoPictures",
    "Picture",
    "Pictures",
    "PlainReview",
    "ReviewApp",
    "ReviewSettings",
    "binding_ids",
]
