using System.Runtime.CompilerServices;

// A large stackalloc that is zeroed goes through Buffer.ZeroMemoryInternal, a P/Invoke with a GC transition, which the child
// must not make (docs/child-process.md). So nothing here is zeroed by itself: each buffer is filled before it is read.
[module: SkipLocalsInit]
