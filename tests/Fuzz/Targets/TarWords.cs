using System.Collections.Generic;

namespace ContainerRt.Fuzz.Targets;

/// <summary>Words of archives.</summary>
internal static class TarWords
{
    // csharpier-ignore
    public static IReadOnlyList<string> All { get; } =
    [
        "ustar\0" + "00", "ustar  \0", "../", "../../../../etc/passwd\0", "/", "a/b\0", ".wh.a\0", ".wh..wh..opq\0", ".wh.\0", ".\0", "\0", "0", "1", "2", "3", "5", "6", "7", "x", "g",
        "L", "K", "S", "0000644\0", "00000000000\0", "77777777777\0", "\x80\0\0\0\0\0\0\x01", "\xff\xff\xff\xff\xff\xff\xff\xff", "11 path=a/b\n", "16 linkpath=../x\n",
        "9 size=3\n", "12 size=-1\n", "13 mtime=-1.5\n", "26 SCHILY.xattr.user.a=bcd\n", "22 GNU.sparse.major=1\n", "22 GNU.sparse.minor=0\n", "26 GNU.sparse.realsize=90\n",
        "26 GNU.sparse.map=1,2,5,1\n", "22 GNU.sparse.size=90\n", "23 GNU.sparse.offset=1\n", "25 GNU.sparse.numbytes=2\n", "26 GNU.sparse.numblocks=2\n", "23 GNU.sparse.name=a/b\n", "2\n0\n2\n7\n1\n",
        "30 mtime=-9223372036854775808.5\n",
    ];
}
