using System.Runtime.InteropServices;
using Bridge.Demo;

// However it is ended, its files go with it: among them is a key.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

if (args is not ([] or ["--once"]))
{
    await Console.Error.WriteLineAsync("Usage: Bridge.Demo [--once]");
    return 1;
}

return await Walk.RunAsync(once: args is ["--once"], Console.Out, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
