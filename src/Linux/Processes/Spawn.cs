using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using ContainerRt.Linux.Native;
using ContainerRt.Linux.Streams;

namespace ContainerRt.Linux.Processes;

/// <summary>Starts programs with posix_spawn(3): no managed code runs between clone and execve.</summary>
public static unsafe class Spawn
{
    // Descriptors are first lifted above all targets, so that no dup2 overwrites the source of a later one.
    private const int LiftedFrom = 64;
    private const int F_DUPFD_CLOEXEC = 1030;

    /// <returns>The process id. The program's own failure to start is the error.</returns>
    public static SysResult<int> Start(SpawnRequest request)
    {
        List<Fd> lifted = [];
        void* actions = NativeMemory.AllocZeroed(PosixSpawn.ActionBytes);
        void* attributes = NativeMemory.AllocZeroed(PosixSpawn.AttributeBytes);
        try
        {
            _ = PosixSpawn.posix_spawn_file_actions_init(actions);
            AddDescriptors(request.Descriptors, actions, lifted);
            // FD_CLOEXEC is on our own only: what the caller left open would stay open as long as the program runs
            _ = PosixSpawn.posix_spawn_file_actions_addclosefrom_np(
                actions,
                request.Descriptors.Count
            );
            SetAttributes(request, attributes);
            return Launch(request, actions, attributes);
        }
        finally
        {
            lifted.ForEach(fd => fd.Dispose());
            _ = PosixSpawn.posix_spawn_file_actions_destroy(actions);
            NativeMemory.Free(actions);
            NativeMemory.Free(attributes);
        }
    }

    private static void AddDescriptors(
        IReadOnlyList<Fd?> descriptors,
        void* actions,
        List<Fd> lifted
    )
    {
        for (int target = 0; target < descriptors.Count; target++)
        {
            using Fd? none = descriptors[target] is null
                ? FdIo.OpenTrusted("/dev/null", FileConstants.O_RDWR).OrThrow("open /dev/null")
                : null;
            int source = (descriptors[target] ?? none)!.Number;
            Fd high = Fd.From(Sys.Call(NR.fcntl, source, F_DUPFD_CLOEXEC, LiftedFrom))
                .OrThrow($"duplicate descriptor {source}");
            lifted.Add(high);
            _ = PosixSpawn.posix_spawn_file_actions_adddup2(actions, high.Number, target);
        }
    }

    private static void SetAttributes(SpawnRequest request, void* attributes)
    {
        // sigset_t of glibc has 1024 bits; the kernel looks at 64
        ulong* mask = stackalloc ulong[16];
        new Span<ulong>(mask, 16).Clear();
        _ = PosixSpawn.posix_spawnattr_init(attributes);
        mask[0] = request.SignalMask;
        _ = PosixSpawn.posix_spawnattr_setsigmask(attributes, mask);
        // The .NET runtime ignores SIGPIPE, and execve would inherit that.
        mask[0] = ulong.MaxValue;
        _ = PosixSpawn.posix_spawnattr_setsigdefault(attributes, mask);
        short flags = PosixSpawn.SetSigDef | PosixSpawn.SetSigMask;
        if (request.NewSession)
        {
            flags |= PosixSpawn.SetSid;
        }
        _ = PosixSpawn.posix_spawnattr_setflags(attributes, flags);
    }

    private static SysResult<int> Launch(SpawnRequest request, void* actions, void* attributes)
    {
        using CStrings arguments = new(request.Arguments);
        using CStrings environment = new(request.Environment);
        using CStrings paths = new([request.Path, request.WorkingDirectory ?? "/"]);
        if (request.WorkingDirectory is not null)
        {
            _ = PosixSpawn.posix_spawn_file_actions_addchdir_np(actions, paths.Pointers[1]);
        }
        int pid;
        int error = PosixSpawn.posix_spawn(
            &pid,
            paths.Pointers[0],
            actions,
            attributes,
            arguments.Pointers,
            environment.Pointers
        );
        return error == 0 ? pid : (Errno)error;
    }

    /// <summary>Becomes another program, with the same descriptors 0, 1 and 2. Returns only on failure.</summary>
    public static Errno Replace(
        string path,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> environment
    )
    {
        using CStrings argv = new(arguments);
        using CStrings envp = new(environment);
        using CStrings name = new([path]);
        // an ignored SIGPIPE would be inherited: the disposition is set back, struct sigaction of the kernel
        byte* action = stackalloc byte[32];
        new Span<byte>(action, 32).Clear();
        _ = Sys.Call(NR.rt_sigaction, SignalConstants.SIGPIPE, (nint)action, 0, 8);
        return (Errno)(
            -Sys.Call(NR.execve, (nint)name.Pointers[0], (nint)argv.Pointers, (nint)envp.Pointers)
        );
    }

    private sealed class CStrings : IDisposable
    {
        private readonly int _count;

        public CStrings(IReadOnlyList<string> strings)
        {
            _count = strings.Count;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (int i = 0; i < _count; i++)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(strings[i]);
                Pointers[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
                bytes.CopyTo(new Span<byte>(Pointers[i], bytes.Length));
            }
        }

        public byte** Pointers { get; }

        public void Dispose()
        {
            for (int i = 0; i < _count; i++)
            {
                NativeMemory.Free(Pointers[i]);
            }
            NativeMemory.Free(Pointers);
        }
    }
}
