using ContainerRt.ImageWorker;

return await CommandLine.RunAsync(args);
