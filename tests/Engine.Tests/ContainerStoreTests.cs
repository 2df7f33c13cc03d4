using System;
using System.Collections.Generic;
using System.IO;
using ContainerRt.Engine.Containers;
using Xunit;

namespace ContainerRt.Engine.Tests;

public sealed class ContainerStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("crt-store").FullName;

    [Fact]
    public void A_name_is_given_once()
    {
        ContainerStore store = new(new EnginePaths(_root));
        store.Reserve(Record("web"));
        EngineException error = Assert.Throws<EngineException>(() => store.Reserve(Record("web")));
        Assert.Contains("\"web\" is in use", error.Message, StringComparison.Ordinal);
        Assert.Single(store.List());
    }

    [Fact]
    public void A_container_is_found_by_name_id_and_the_beginning_of_one_id()
    {
        ContainerStore store = new(new EnginePaths(_root));
        ContainerRecord first = store.Reserve(Record("") with { Id = "aa" + new string('0', 62) });
        ContainerRecord second = store.Reserve(
            Record("other") with
            {
                Id = "ab" + new string('0', 62),
            }
        );
        Assert.Equal(first.Id, store.Need(first.Name).Id);
        Assert.Equal(second.Id, store.Need("ab").Id);
        Assert.Throws<EngineException>(() => store.Need("a"));
        Assert.Throws<EngineException>(() => store.Need("nope"));
        Assert.Throws<EngineException>(() => store.Need(""));
    }

    [Fact]
    public void A_directory_without_a_whole_record_is_no_container()
    {
        ContainerStore store = new(new EnginePaths(_root));
        ContainerRecord record = store.Reserve(Record("web"));
        File.WriteAllText(Path.Combine(store.Paths.Of(record.Id), "record.json"), "{\"id\": \"");
        Assert.Empty(store.List());
    }

    [Fact]
    public void Generated_names_are_free_and_well_formed()
    {
        HashSet<string> taken = [];
        for (int i = 0; i < 3000; i++)
        {
            string name = ContainerName.Generate(taken);
            ContainerName.Check(name);
            Assert.True(taken.Add(name));
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("../x")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä1")]
    public void A_name_that_could_be_a_path_or_an_option_is_refused(string name) =>
        Assert.Throws<EngineException>(() => ContainerName.Check(name));

    private static ContainerRecord Record(string name) =>
        new()
        {
            Id = ContainerMaker.NewId(),
            Name = name,
            Created = DateTime.UtcNow,
        };

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
