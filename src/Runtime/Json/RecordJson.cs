using System;
using System.Text;
using ContainerRt.Runtime.Store;
using ContainerRt.Spec.Json;

namespace ContainerRt.Runtime.Json;

/// <summary>state.json, read and written by crt alone.</summary>
internal static class RecordJson
{
    internal static byte[] Write(ContainerRecord record) =>
        Encoding.UTF8.GetBytes(
            new JsonText()
                .Add("version", record.Version)
                .Add("id", record.Id)
                .Add("ociVersion", record.OciVersion)
                .Add("pid", record.Pid)
                .Add("startTime", record.StartTime)
                .Add("bootId", record.BootId)
                .Add("bundle", record.Bundle)
                .Add("rootfs", record.Rootfs)
                .Add("created", record.Created)
                .Add("cgroupRoot", record.CgroupRoot)
                .Add("cgroupPath", record.CgroupPath)
                .Add("stepCount", record.StepCount)
                .Add("ownerUid", record.OwnerUid)
                .Add("annotations", record.Annotations)
                .ToString()
        );

    /// <summary>Null when the document is null.</summary>
    /// <exception cref="DocumentException">Not JSON, or a member is not of its type or there twice.</exception>
    internal static ContainerRecord? Read(ReadOnlySpan<byte> document)
    {
        JsonCursor json = new(document);
        ContainerRecord? record = Record(ref json);
        json.End();
        return record;
    }

    // csharpier-ignore-start
    private static ContainerRecord? Record(ref JsonCursor json)
    {
        if (!json.Object()) { return null; }
        ContainerRecord record = new();
        while (json.Member())
        {
            if (json.Is("version"u8)) { record.Version = json.Int(); }
            else if (json.Is("id"u8)) { record.Id = json.Text() ?? ""; }
            else if (json.Is("ociVersion"u8)) { record.OciVersion = json.Text() ?? ""; }
            else if (json.Is("pid"u8)) { record.Pid = json.Int(); }
            else if (json.Is("startTime"u8)) { record.StartTime = json.Ulong(); }
            else if (json.Is("bootId"u8)) { record.BootId = json.Text() ?? ""; }
            else if (json.Is("bundle"u8)) { record.Bundle = json.Text() ?? ""; }
            else if (json.Is("rootfs"u8)) { record.Rootfs = json.Text() ?? ""; }
            else if (json.Is("created"u8)) { record.Created = json.Text() ?? ""; }
            else if (json.Is("cgroupRoot"u8)) { record.CgroupRoot = json.Text() ?? ""; }
            else if (json.Is("cgroupPath"u8)) { record.CgroupPath = json.Text() ?? ""; }
            else if (json.Is("stepCount"u8)) { record.StepCount = json.Int(); }
            else if (json.Is("ownerUid"u8)) { record.OwnerUid = json.Uint(); }
            else if (json.Is("annotations"u8)) { record.Annotations = json.Map(); }
            else { json.Skip(); }
        }
        return record;
    }
    // csharpier-ignore-end
}
