namespace ContainerRt.Ttrpc;

/// <summary>One message with its header.</summary>
public readonly record struct Frame(FrameHeader Header, byte[] Body, bool TooLong);
