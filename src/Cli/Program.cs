using System;
using ContainerRt.Cli;

return Dispatch.Run(Environment.GetCommandLineArgs());
