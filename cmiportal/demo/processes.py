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
from contextlib import suppress
from pathlib import Path
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.process import Process

from .servers import die_with_me

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # of Linux


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
    """What honcho puts between the manager and each command: it outlives the manager to end the command.

    A command that is just starting may miss the kernel's one signal; this process asks, waits, and then kills.
    """

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """Run the command until it ends; once the manager is gone, see to it that it does."""
        if platform.system() == "Linux":
            signal.signal(signal.SIGUSR1, lambda signum, frame: self._abandoned())
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGUSR1)
        super().run(events, ignore_signals)

    def _abandoned(self) -> None:
        """Nobody reads what the command says any more; end it, with all that it has started."""
        if self._child is None:  # the command is just being started
            after(0.1, self._abandoned)
            return
        if self._events is None:  # the kernel speaks once for each thread of the manager
            return
        self._events.cancel_join_thread()
        self._events = None
        self._signal_group(signal.SIGTERM)
        after(STOP_SECONDS, lambda: self._signal_group(signal.SIGKILL))

    def _signal_group(self, sign: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, sign)


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
            after(0.1, self.terminate)
            return
        if not self._terminating:
            after(STOP_SECONDS, self.kill)
        super().terminate()

    def _start(self) -> None:
        super()._start()
        threading.Thread(target=self._once_started, daemon=True).start()


def after(seconds: float, action: Callable[[], None]) -> None:
    """Do this in the main thread, whatever it is waiting for, instead of what was to be done before."""
    signal.signal(signal.SIGALRM, lambda signum, frame: action())
    signal.setitimer(signal.ITIMER_REAL, seconds)
