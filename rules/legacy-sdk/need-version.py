import anthropic

NEEDED = 1, 0  # the first version that has what you use
installed = tuple(int(part) for part in anthropic.__version__.split(".")[:2])
if installed < NEEDED:
    raise RuntimeError(f"anthropic {anthropic.__version__} at "
                       f"{anthropic.__file__} is too old: upgrade it")
