"""MiniStack with some of its gaps closed, in process: run by its own interpreter, `python tests/infra/emulator`.

docs/emulator.md says of each change what AWS documents. No file of the package is touched.
"""

import importlib

import alarms
import cognito
import gateway
import mail
import permissions
import sockets
import streams

alarms.patch()
cognito.patch()
gateway.patch()
mail.patch()
permissions.patch()
sockets.patch()
streams.patch()
importlib.import_module("ministack.app").main()
