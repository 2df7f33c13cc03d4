using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace ContainerRt.ImageStore.Registry;

/// <summary>
/// Cuts a transfer that is too slow. A timer for "no bytes at all" would not see a sender that gives one byte
/// every ten seconds.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly RegistryOptions _options;
    private readonly CancellationToken _cancel;
    private readonly CancellationTokenSource _window;
    private int _inWindow;

    public StallWatch(RegistryOptions options, CancellationToken cancel)
    {
        _options = options;
        _cancel = cancel;
        _window = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _window.CancelAfter(options.StallWindow);
    }

    public async ValueTask<int> ReadAsync(Stream body, byte[] buffer)
    {
        try
        {
            int read = await body.ReadAsync(buffer, _window.Token);
            _inWindow += read;
            if (_inWindow >= _options.StallBytes)
            {
                _inWindow = 0;
                _window.CancelAfter(_options.StallWindow);
            }
            return read;
        }
        catch (OperationCanceledException e) when (!_cancel.IsCancellationRequested)
        {
            throw new TransferException(
                $"less than {_options.StallBytes} bytes came in {_options.StallWindow.TotalSeconds} seconds",
                e
            );
        }
    }

    public void Dispose() => _window.Dispose();
}
