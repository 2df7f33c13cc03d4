using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ContainerRt.ImageStore.Tests.Registry;

/// <summary>A registry in this process that answers each path as the test says, byte by byte.</summary>
internal sealed class HostileRegistry : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly ManualResetEventSlim _end = new();

    /// <param name="certificate">With its key: the registry speaks TLS.</param>
    public HostileRegistry(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public enum Part
    {
        Head,
        Body,
    }

    /// <summary>How an answer comes: all before the part and so many bytes of it, then byte by byte, and the connection stays open.</summary>
    public sealed record Pace(Part From, int AtOnce, TimeSpan PerByte);

    public sealed record Request(string Path, Dictionary<string, string> Headers, int Number)
    {
        public string Method { get; init; } = "GET";

        public string Body { get; init; } = "";
    }

    /// <summary>Head and body of an answer; after it the connection is closed.</summary>
    public ConcurrentDictionary<string, Func<Request, byte[]>> Answers { get; } = new();

    /// <summary>Paths whose answers do not come at once.</summary>
    public ConcurrentDictionary<string, Pace> Paces { get; } = new();

    public ConcurrentQueue<Request> Requests { get; } = new();

    public string Host => _listener.LocalEndpoint.ToString()!;

    public static byte[] Answer(string status, byte[] body, params string[] headers) =>
        [
            .. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"
            ),
            .. body,
        ];

    public static byte[] Ok(byte[] body, params string[] headers) =>
        Answer("200 OK", body, [$"Content-Length: {body.Length}", .. headers]);

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => Serve(client));
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        using (Stream stream = Secured(client.GetStream()))
        using (StreamReader reader = new(stream, Encoding.ASCII))
        {
            // a TLS record, of which no line would ever end
            if (reader.Peek() == 0x16)
            {
                stream.Write(Answer("400 Bad Request", []));
                return;
            }
            string[] first = (reader.ReadLine() ?? "").Split(' ');
            string path = first.ElementAtOrDefault(1) ?? "";
            Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
            while (reader.ReadLine() is { Length: > 0 } line)
            {
                string[] pair = line.Split(": ", 2);
                headers[pair[0]] = pair[^1];
            }
            char[] body = new char[int.Parse(headers.GetValueOrDefault("Content-Length", "0"))];
            reader.ReadBlock(body);
            Request request = new(path, headers, Requests.Count(r => r.Path == path))
            {
                Method = first[0],
                Body = new string(body),
            };
            Requests.Enqueue(request);
            path = path.Split('?')[0];
            byte[] answer = Answers.TryGetValue(path, out Func<Request, byte[]>? give)
                ? give(request)
                : Answer("404 Not Found", []);
            if (Paces.TryGetValue(path, out Pace? pace))
            {
                WriteSlowly(stream, answer, pace);
            }
            else
            {
                stream.Write(answer);
            }
        }
    }

    private void WriteSlowly(Stream stream, byte[] answer, Pace pace)
    {
        int head = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        int sent = (pace.From == Part.Body ? head : 0) + pace.AtOnce;
        try
        {
            stream.Write(answer, 0, sent);
            while (sent < answer.Length && !_end.Wait(pace.PerByte))
            {
                stream.WriteByte(answer[sent++]);
            }
            _end.Wait();
        }
        catch (IOException)
        {
            // the client has had enough
        }
    }

    private Stream Secured(NetworkStream stream)
    {
        if (_certificate is null)
        {
            return stream;
        }
        SslStream secured = new(stream);
        secured.AuthenticateAsServer(_certificate);
        return secured;
    }

    public void Dispose()
    {
        _end.Set();
        _listener.Dispose();
    }
}
