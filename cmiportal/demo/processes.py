"""Web, worker and beat of the demo: the Procfile of production, run by honcho, with two promises added.

Whatever ends the demo, kill -9 included, ends its processes; and a process that does not stop when asked is killed
after ten seconds (honcho itself sets no limit when it was signalled).
"""

import ctypes
import os
import platform
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.process import Process

from .servers import die_with_me

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


def run_processes(procfile: Path, environment: dict[str, str], *, once_started: Callable[[], None]) -> int:
    """Run every process of `procfile` until one ends or a signal comes; returns the exit code.

    `once_started` runs in a thread of its own as soon as the processes are there.
    """
    manager = DemoManager(once_started)
    for name, command in parse_procfile(procfile.read_text()).processes.items():
        bound = " ".join(["exec", *die_with_me("TERM"), command.removeprefix("exec ")])
        manager.add_process(name, bound, env=environment, cwd=str(procfile.parent))
    manager.loop()
    return manager.returncode or 0


class DemoProcess(Process):
    """honcho puts a process of its own between the manager and each command: it must not outlive the manager."""

    def run(self, *args: Any, **kwargs: Any) -> None:
        """Run the command; when the manager ends, the kernel ends this process, and so the command."""
        if platform.system() == "Linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        super().run(*args, **kwargs)


class DemoManager(Manager):
    """honcho's manager, with a limit to the time that stopping takes."""

    def __init__(self, once_started: Callable[[], None]):
        super().__init__()
        self._process_ctor = DemoProcess
        self._once_started = once_started

    def loop(self) -> None:
        """Run until all processes have ended; a closed terminal is a request to stop like any other."""
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, lambda signum, frame: os.kill(os.getpid(), signal.SIGTERM))
        super().loop()

    def terminate(self) -> None:
        """Ask every process to stop; what is left after ten seconds is killed."""
        if not self._all_started():  # honcho does not know the pids yet
            self._later(0.1, self.terminate)
            return
        if not self._terminating:
            self._later(STOP_SECONDS, self.kill)
        super().terminate()

    def _start(self) -> None:
        super()._start()
        threading.Thread(target=self._once_started, daemon=True).start()

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        signal.signal(signal.SIGALRM, lambda signum, frame: action())
        signal.setitimer(signal.ITIMER_REAL, seconds)
