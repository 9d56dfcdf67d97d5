"""An advising session without a screen: controls described as data, what they do, and the view that comes back.

The page in the browser (`advice.page`) and the widgets of a notebook (`advice.notebook`) show the same controls and the
same view, because both ask here. A control of the form (`form`) says who applies and what has happened: facts. A lever
(`levers`) says what could be done: edits, applied in order as one more strategy, which teach nothing about the person.
The view (`view`) is plain data with every number already in words, so that no screen does mathematics.
"""
