using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using ContainerRt.Integration.Images;
using ContainerRt.Integration.Programs;
using Xunit;

namespace ContainerRt.Integration.User;

/// <summary>A registry with htpasswd, and the places where docker and podman keep a login.</summary>
public sealed class LoginTests : UserTest, IClassFixture<LockedRegistry>
{
    private readonly RegistryFixture _registry;
    private readonly Lazy<(string Name, string Id)> _image;

    public LoginTests(LockedRegistry locked)
    {
        _registry = locked.Registry;
        _registry.Need();
        _image = new(() =>
        {
            ImageLayout layout = TestImages.Busybox(Path.Combine(Folder, "layout"));
            return (
                _registry.Push(layout.Folder, layout.Tag, "team/busybox:latest"),
                layout.ConfigDigest
            );
        });
    }

    [Fact]
    public void Without_a_login_the_error_says_what_to_do() =>
        Fails(Pull(), 125, _registry.Host, "login", "config.json");

    [Theory]
    [InlineData("")]
    [InlineData("/team")]
    [InlineData("/team/busybox")]
    public void A_login_in_dockers_file_opens_the_registry_or_a_part_of_it(string part)
    {
        Write("docker/config.json", Auths(_registry.Host + part, LockedRegistry.Password));
        Pulled(Pull(("DOCKER_CONFIG", In("docker"))));
    }

    [Fact]
    public void A_login_for_another_part_is_not_used()
    {
        Write("docker/config.json", Auths(_registry.Host + "/other", LockedRegistry.Password));
        Fails(Pull(("DOCKER_CONFIG", In("docker"))), 125, "login");
    }

    [Fact]
    public void A_login_in_podmans_file_opens_it()
    {
        Write("auth.json", Auths(_registry.Host, LockedRegistry.Password));
        Pulled(Pull(("REGISTRY_AUTH_FILE", In("auth.json"))));
    }

    [Fact]
    public void A_wrong_password_is_said_to_be_wrong_and_is_not_shown()
    {
        Write("auth.json", Auths(_registry.Host, "of:nothing"));
        Outcome outcome = Pull(("REGISTRY_AUTH_FILE", In("auth.json")));
        Fails(outcome, 125, _registry.Host, "does not accept the credentials");
        Assert.DoesNotContain("of:nothing", outcome.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"credHelpers\":{\"HOST\":\"vault\"}}")]
    [InlineData("{\"credsStore\":\"vault\"}")]
    [InlineData("{\"credsStore\":\"missing\",\"credHelpers\":{\"HOST\":\"vault\"}}")]
    public void A_credential_helper_is_asked_for_the_registry(string config)
    {
        Helper(
            $$"""echo '{"Username":"{{LockedRegistry.User}}","Secret":"{{LockedRegistry.Password}}" }'"""
        );
        Write(
            "docker/config.json",
            config.Replace("HOST", _registry.Host, StringComparison.Ordinal)
        );
        Pulled(Pull(("DOCKER_CONFIG", In("docker")), ("PATH", SearchPath)));
        Assert.Equal($"get {_registry.Host}\n", File.ReadAllText(In("asked")));
    }

    [Fact]
    public void A_helper_that_knows_nothing_is_no_login()
    {
        Helper("echo 'credentials not found in native keychain'; exit 1");
        Write("docker/config.json", "{\"credsStore\":\"vault\"}");
        Fails(Pull(("DOCKER_CONFIG", In("docker")), ("PATH", SearchPath)), 125, "login");
    }

    [Fact]
    public void A_helper_that_is_not_installed_is_named()
    {
        Write("docker/config.json", "{\"credsStore\":\"missing\"}");
        Fails(
            Pull(("DOCKER_CONFIG", In("docker")), ("PATH", SearchPath)),
            125,
            "docker-credential-missing"
        );
    }

    // red while Process.Start looked for it: the current directory came before PATH
    [Fact]
    public void A_helper_in_the_current_directory_is_not_run()
    {
        Helper($"touch '{In("ran")}'");
        Write("docker/config.json", "{\"credsStore\":\"vault\"}");
        Outcome outcome = ProgramRun.To(
            Program,
            ["pull", "-q", _image.Value.Name],
            new RunOptions
            {
                Directory = In("bin"),
                Environment = new Dictionary<string, string>(Variables)
                {
                    ["HOME"] = Folder,
                    ["XDG_RUNTIME_DIR"] = Folder,
                    ["DOCKER_CONFIG"] = In("docker"),
                    ["REGISTRY_AUTH_FILE"] = "",
                },
            }
        );
        Fails(outcome, 125, "docker-credential-vault", "PATH");
        Assert.False(File.Exists(In("ran")));
    }

    private string SearchPath => $"{In("bin")}:{Environment.GetEnvironmentVariable("PATH")}";

    private string In(string name) => Path.Combine(Folder, name);

    private void Write(string name, string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllText(In(name), text);
    }

    private static string Auths(string key, string password)
    {
        byte[] login = Encoding.UTF8.GetBytes($"{LockedRegistry.User}:{password}");
        return $$"""{"auths":{"{{key}}":{"auth":"{{Convert.ToBase64String(login)}}"} } }""";
    }

    private void Helper(string answer)
    {
        Write(
            "bin/docker-credential-vault",
            $"#!/bin/sh\nread -r host\necho \"$1 $host\" >'{In("asked")}'\n{answer}\n"
        );
        File.SetUnixFileMode(
            In("bin/docker-credential-vault"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
    }

    // no login of the machine's own may help
    private Outcome Pull(params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> all = new()
        {
            ["HOME"] = Folder,
            ["XDG_RUNTIME_DIR"] = Folder,
            ["DOCKER_CONFIG"] = In("none"),
            ["REGISTRY_AUTH_FILE"] = "",
        };
        foreach ((string name, string value) in variables)
        {
            all[name] = value;
        }
        return CrtWith(all, "pull", "-q", _image.Value.Name);
    }

    private void Pulled(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal(_image.Value.Id, outcome.Text);
    }
}
