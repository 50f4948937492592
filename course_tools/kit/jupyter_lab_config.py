"""JupyterLab, quiet: no news, no update check. Read when it is started in this folder."""

c = get_config()  # noqa: F821  (JupyterLab provides it)

c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
