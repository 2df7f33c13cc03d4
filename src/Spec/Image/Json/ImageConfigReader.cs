using System;
using System.Collections.Generic;
using ContainerRt.Spec.Json;

namespace ContainerRt.Spec.Image.Json;

/// <summary>config.md, as strictly as <see cref="ManifestReader"/>.</summary>
public static class ImageConfigReader
{
    /// <exception cref="DocumentException">Not JSON; or a member is missing, not of its type, null or there twice.</exception>
    public static ImageConfig Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        ImageConfig config = Config(ref json);
        json.End();
        return config;
    }

    // csharpier-ignore-start
    private static ImageConfig Config(ref JsonCursor json)
    {
        if (!json.Object()) { throw json.Null(); }
        string? created = null, author = null, osVersion = null, variant = null;
        string architecture = "", os = "";
        List<string>? osFeatures = null;
        ContainerDefaults? config = null;
        RootFs? rootFs = null;
        List<HistoryEntry>? history = null;
        while (json.Member())
        {
            if (json.Is("created"u8)) { created = json.Text(); }
            else if (json.Is("author"u8)) { author = json.Text(); }
            else if (json.Is("architecture"u8)) { architecture = json.NotNull(json.Text()); }
            else if (json.Is("os"u8)) { os = json.NotNull(json.Text()); }
            else if (json.Is("os.version"u8)) { osVersion = json.Text(); }
            else if (json.Is("os.features"u8)) { osFeatures = json.Texts(); }
            else if (json.Is("variant"u8)) { variant = json.Text(); }
            else if (json.Is("config"u8)) { config = ContainerDefaultsReader.Defaults(ref json); }
            else if (json.Is("rootfs"u8)) { rootFs = RootFs(ref json); }
            else if (json.Is("history"u8)) { history = json.List(History); }
            else { json.Skip(); }
        }
        return new ImageConfig
        {
            Created = created,
            Author = author,
            Architecture = architecture,
            Os = os,
            OsVersion = osVersion,
            OsFeatures = osFeatures,
            Variant = variant,
            Config = config,
            RootFs = rootFs ?? throw json.Missing("rootfs"),
            History = history,
        };
    }

    private static RootFs RootFs(ref JsonCursor json)
    {
        if (!json.Object()) { throw json.Null(); }
        string? type = null;
        List<Digest>? diffIds = null;
        while (json.Member())
        {
            if (json.Is("type"u8)) { type = json.NotNull(json.Text()); }
            else if (json.Is("diff_ids"u8)) { diffIds = json.NotNull(json.List(DescriptorReader.Digest)); }
            else { json.Skip(); }
        }
        return new RootFs
        {
            Type = type ?? throw json.Missing("type"),
            DiffIds = diffIds ?? throw json.Missing("diff_ids"),
        };
    }

    private static HistoryEntry History(ref JsonCursor json)
    {
        if (!json.Object()) { return null!; }
        string? created = null, author = null, createdBy = null, comment = null;
        bool? emptyLayer = null;
        while (json.Member())
        {
            if (json.Is("created"u8)) { created = json.Text(); }
            else if (json.Is("author"u8)) { author = json.Text(); }
            else if (json.Is("created_by"u8)) { createdBy = json.Text(); }
            else if (json.Is("comment"u8)) { comment = json.Text(); }
            else if (json.Is("empty_layer"u8)) { emptyLayer = json.OptionalFlag(); }
            else { json.Skip(); }
        }
        return new HistoryEntry
        {
            Created = created,
            Author = author,
            CreatedBy = createdBy,
            Comment = comment,
            EmptyLayer = emptyLayer,
        };
    }
    // csharpier-ignore-end
}
