using System;
using System.Linq;
using ContainerRt.Fuzz;

// `afl NAME` is one parser below AFL++, `words NAME` its dictionary; all else is xunit's
return args switch
{
    ["afl", var name] => AflSession.Run(name),
    ["words", var name] => Words(TargetList.Make(name)),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};

static int Words(IFuzzTarget target)
{
    foreach (string word in target.Words)
    {
        Console.WriteLine($"\"{string.Concat(word.Select(c => $"\\x{(int)c:x2}"))}\"");
    }
    return 0;
}
