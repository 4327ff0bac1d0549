using MLNet.LlmExtensions.Models.Checkpoints;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Checkpoints;

public sealed class PathGuardTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("..")]
    [InlineData("C:\\secret")]
    [InlineData("C:secret")]
    [InlineData("\\\\server\\share")]
    [InlineData("a\\..\\..\\secret")]
    [InlineData("a\0b")]
    public void Name_that_could_leave_the_folder_is_refused(string name)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidDataException>(() => PathGuard.Resolve(folder.Path, name, "'index.json'"));
        Assert.Contains("'index.json'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("onnx/model.onnx_data")]
    [InlineData("..weights")]
    public void Plain_name_is_resolved(string name)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Path.Combine(folder.Path, name), PathGuard.Resolve(folder.Path, name, "x"));
    }

    [Fact]
    public void Link_out_of_the_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        File.WriteAllText(other.File("secret"), "");
        File.CreateSymbolicLink(folder.File("weights"), other.File("secret"));
        Directory.CreateSymbolicLink(folder.File("sub"), other.Path);
        Assert.Throws<InvalidDataException>(() => PathGuard.Resolve(folder.Path, "weights", "x"));
        Assert.Throws<InvalidDataException>(() => PathGuard.Resolve(folder.Path, "sub/secret", "x"));
    }

    [Fact]
    public void Link_within_the_folder_and_a_folder_that_is_itself_a_link_are_fine()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        File.WriteAllText(folder.File("real"), "");
        File.CreateSymbolicLink(folder.File("weights"), "real");
        Directory.CreateSymbolicLink(other.File("model"), folder.Path);
        Assert.Equal(other.File("model/weights"), PathGuard.Resolve(other.File("model"), "weights", "x"));
        Assert.Equal(folder.File("real"), PathGuard.RealPath(other.File("model/weights")));
    }

    [Fact]
    public void Links_that_go_in_circles_end()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("a"), "b");
        File.CreateSymbolicLink(folder.File("b"), "a");
        Assert.Throws<InvalidDataException>(() => PathGuard.Resolve(folder.Path, "a", "x"));
    }

    [Fact]
    public void Blobs_of_a_download_cache_belong_to_its_snapshots()
    {
        using var cache = new TemporaryFolder();
        var snapshot = Directory.CreateDirectory(cache.File("snapshots/1234")).FullName;
        Directory.CreateDirectory(cache.File("blobs"));
        File.WriteAllText(cache.File("blobs/abc"), "");
        File.CreateSymbolicLink(Path.Combine(snapshot, "weights"), "../../blobs/abc");
        Assert.Equal(Path.Combine(snapshot, "weights"), PathGuard.Resolve(snapshot, "weights", "x"));
    }
}
