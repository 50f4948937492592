"""The way from the kernel to the browser, without waiting for company.

By default small packets that follow each other wait until the first one is acknowledged, which the
other side puts off by up to 40 ms (Nagle's algorithm and delayed acknowledgements, RFC 1122,
4.2.3). A kernel's answer is several small messages, so that a slider would feel every one.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's connection, which sends every message at once."""

    def connect(self):
        """Connect as Jupyter does."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
