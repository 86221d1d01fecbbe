"""Messages of an editor: each request gets an answer, also one that cannot be fulfilled."""

from __future__ import annotations

import re
from typing import Any

from cattrs import transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol


class Protocol(LanguageServerProtocol):
    """The protocol of pygls, which by itself leaves an editor waiting after a faulty request.

    Source: LSP 3.17, Base Protocol (Request Message, Response Message) and Server lifecycle.
    """

    def structure_message(self, data: dict[str, Any]) -> dict[str, Any]:
        """Leave each object of a message as JSON; `handle_message` reads the message as a whole."""
        return data

    def handle_message(self, message: Any) -> None:
        """Handle a message that was read from JSON, or answer why that cannot be done."""
        fields = message if isinstance(message, dict) else {}
        if not self._is_message(fields):
            error = JsonRpcInvalidRequest("this is no message of JSON-RPC 2.0")
            self.refuse(fields.get("id"), error)
            return
        method = fields.get("method", "")
        is_request = "id" in fields and method
        refusal = self._refusal(method)
        if refusal is None:
            try:
                read = self._read(fields)
            except JsonRpcException as error:
                if not is_request:
                    raise  # there is no answer to it: the server shows the error in the editor
                refusal = error
        if refusal is None:
            super().handle_message(read)
        elif is_request:
            self.refuse(fields["id"], refusal)

    def refuse(self, id: object, error: JsonRpcException) -> None:
        """Answer a request with an error. The id of the answer is null if the request has none."""
        known = id if isinstance(id, str | int) else None
        self._send_data({"jsonrpc": self.VERSION, "id": known, "error": error.to_response_error()})

    def _is_message(self, fields: dict[str, Any]) -> bool:
        """Return whether the fields are those of a request, a notification or an answer."""
        method, id = fields.get("method"), fields.get("id")
        is_answer = "method" not in fields and ("result" in fields or "error" in fields)
        has_right_id = "id" not in fields or isinstance(id, str | int)
        is_call = isinstance(method, str) and method != "" and has_right_id
        return fields.get("jsonrpc") == self.VERSION and (is_call or is_answer)

    def _refusal(self, method: str) -> JsonRpcException | None:
        """Return why it is too early or too late for a method, if it is."""
        if method in {"", types.EXIT}:
            return None
        if self._shutdown:
            return JsonRpcInvalidRequest(f"there was a shutdown: it is too late for {method}")
        is_first = self._workspace is None
        if is_first and method != types.INITIALIZE:
            code = types.ErrorCodes.ServerNotInitialized
            return JsonRpcException(f"there was no initialize: it is too early for {method}", code)
        if not is_first and method == types.INITIALIZE:
            return JsonRpcInvalidRequest("initialize may be sent only once")
        return None

    def _read(self, fields: dict[str, Any]) -> Any:
        """Return a message as an object of pygls; its parameters are checked."""
        if self.get_message_type(fields.get("method", "")) is None:
            fields = {"params": None, **fields}  # pygls demands them where it knows no method
        try:
            return super().structure_message(fields)
        except JsonRpcException as error:
            cause = error.__cause__ or error
            faults = "; ".join(transform_error(cause))
            in_json = re.sub("_([a-z])", lambda found: found[1].upper(), faults)
            raise JsonRpcInvalidParams(f"invalid parameters: {in_json}") from cause
