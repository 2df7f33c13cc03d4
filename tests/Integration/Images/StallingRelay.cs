using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace ContainerRt.Integration.Images;

/// <summary>Stands before a registry and lets only so many bytes of its answers through until it is opened.</summary>
public sealed class StallingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _opened = new();
    private readonly int _target;
    private readonly long _limit;
    private long _passed;

    public StallingRelay(int target, long limit)
    {
        _target = target;
        _limit = limit;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool Stalls => Passed >= _limit;

    /// <summary>Bytes of answers until now.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    public void Open() => _opened.SetResult();

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using TcpClient taken = client;
            using TcpClient server = new();
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            Task asked = client.GetStream().CopyToAsync(server.GetStream(), _stop.Token);
            Task answered = AnswerAsync(server.GetStream(), client.GetStream());
            _ = await Task.WhenAny(asked, answered);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // one side has gone
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[16 << 10];
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (Stalls)
            {
                await _opened.Task.WaitAsync(_stop.Token);
            }
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            _ = Interlocked.Add(ref _passed, read);
        }
    }
}
