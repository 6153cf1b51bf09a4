using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>A server on a loopback port that answers as the test says and counts what it is asked.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SemaphoreSlim arrivals = new(0);
    private int requests;

    private KeyServer(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            // Offered as it is: whatever it is good for, and without fetching what it names.
            if (certificate is not null)
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) }) });
        }));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        app = builder.Build();
        app.Run(context =>
        {
            Interlocked.Increment(ref requests);
            arrivals.Release();
            return Answer(context);
        });
    }

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public string Body
    {
        set => Answer = context => context.Response.WriteAsync(value);
    }

    public int Requests => Volatile.Read(ref requests);

    public Uri Address { get; private set; } = null!;

    public Uri Keys => new(Address, "/oauth/discovery/keys");

    public static async Task<KeyServer> StartAsync(string body = "", X509Certificate2? certificate = null)
    {
        var server = new KeyServer(certificate) { Body = body };
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        server.Address = new Uri(server.app.Urls.First());
        return server;
    }

    /// <summary>Takes requests and never answers, like a network that drops everything.</summary>
    public void Hang() => Answer = async context => await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Holds the answer back until the test completes what this returns.</summary>
    public TaskCompletionSource Hold(string body)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer = async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(body);
        };
        return gate;
    }

    /// <summary>Waits until one more request has come.</summary>
    public Task ArrivalAsync() => arrivals.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        arrivals.Dispose();
    }
}
