using Microsoft.Extensions.Logging;
using MLNet.LlmExtensions.Inference.Caching.Disk;
using MLNet.LlmExtensions.Tests.Shared;
using static MLNet.LlmExtensions.Inference.Tests.EmbedderFixture;

namespace MLNet.LlmExtensions.Inference.Tests.Caching;

public sealed class DiskCacheTests(EmbedderFixture fixture) : IClassFixture<EmbedderFixture>, IDisposable
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 30).Select(i => Text(i, seed: i))];

    private readonly TemporaryFolder _folder = new();
    private readonly CollectingLogger _log = new();

    private string[] Files => Directory.GetFiles(_folder.Path, "*" + DiskFolder.Extension, SearchOption.AllDirectories);

    [Fact]
    public void Vectors_outlive_the_process()
    {
        var first = Embed(Texts, out _);

        var again = Embed(Texts, out var statistics);

        Assert.Equal(first, again);
        Assert.Equal(new EmbeddingCacheStatistics { DiskHits = Texts.Length }, statistics);
    }

    [Fact]
    public void Vectors_from_disk_are_kept_in_memory_afterwards()
    {
        _ = Embed(Texts, out _);
        using var cache = Cache();

        _ = Embed(Texts, cache);
        _ = Embed(Texts, cache);

        Assert.Equal(new EmbeddingCacheStatistics { DiskHits = Texts.Length, MemoryHits = Texts.Length }, cache.Statistics);
    }

    [Fact]
    public void What_one_process_writes_the_other_finds()
    {
        using var one = Cache();
        using var other = Cache();
        var half = Texts.Length / 2;
        _ = Embed(Texts[..half], one);
        _ = Embed(Texts[half..], other);
        Thread.Sleep(1100); // news of others are looked for once a second

        var vectors = Embed(Texts, one);

        Near(fixture.Embedder.Embed(Texts), vectors);
        Assert.Equal(Texts.Length - half, one.Statistics.DiskHits);
        Assert.Equal(half, one.Statistics.Misses);
        Assert.Equal(2, Files.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_damaged_byte_never_gives_a_wrong_vector(int seed)
    {
        var expected = Embed(Texts, out _);
        var file = Assert.Single(Files);
        var whole = File.ReadAllBytes(file);
        var random = new Random(seed);
        for (var trial = 0; trial < 40; trial++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, bytes);

            var vectors = Embed(Texts, out var statistics);

            Near(expected, vectors);
            Assert.InRange(statistics.Misses, 1, Texts.Length);
            Assert.Equal(2, Files.Length);
            File.Delete(Files.Single(path => path != file));
        }
    }

    [Fact]
    public void A_file_that_was_cut_off_anywhere_gives_what_is_whole()
    {
        var expected = Embed(Texts, out _);
        var file = Assert.Single(Files);
        var whole = File.ReadAllBytes(file);
        var record = SegmentFormat.RecordSize(expected[0].Length);
        var random = new Random(5);
        foreach (var length in Enumerable.Range(0, 30).Select(_ => random.Next(whole.Length)).Append(0).Append(SegmentFormat.HeaderSize))
        {
            File.WriteAllBytes(file, whole[..length]);

            var vectors = Embed(Texts, out var statistics);

            Near(expected, vectors);
            Assert.Equal(Math.Max(0, (length - SegmentFormat.HeaderSize) / record), statistics.DiskHits);
            File.Delete(Files.Single(path => path != file));
        }
    }

    [Fact]
    public void Files_of_another_space_under_the_same_name_are_passed_over()
    {
        _ = Embed(Texts, out _);
        var own = Assert.Single(Files);
        using (var cache = Cache())
        using (var embedder = fixture.CreateEmbedder(new() { Cache = cache, Normalize = true }))
        {
            _ = embedder.Embed(Texts);
        }

        var foreign = Files.Single(path => path != own);
        File.Copy(foreign, Path.Combine(Path.GetDirectoryName(own)!, "copied" + DiskFolder.Extension));
        File.Delete(own);

        Assert.Equal(fixture.Embedder.Embed(Texts), Embed(Texts, out var statistics));
        Assert.Equal(Texts.Length, statistics.Misses);
        Assert.Contains(_log.Entries, entry => entry.Message.Contains("passed over", StringComparison.Ordinal));
    }

    [Fact]
    public void The_folder_stays_within_its_bound()
    {
        const long Maximum = 200_000;
        using var cache = new EmbeddingCache(new() { Folder = _folder.Path, MaximumDisk = Maximum, MaximumMemory = 0, LoggerFactory = _log });
        for (var i = 0; i < 40; i++)
        {
            _ = Embed([.. Enumerable.Range(0, 40).Select(j => Text(12, seed: 1000 + (100 * i) + j))], cache);
            Assert.InRange(Files.Sum(path => new FileInfo(path).Length), 0, Maximum * 1.1);
        }

        Assert.True(Files.Length > 10);
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        var disk = new DiskFolder(_folder.Path, 32_000, _log);
        string[] names = ["new", "used", "old", "older"];
        foreach (var (name, age) in names.Zip([1, 40, 20, 30]))
        {
            var path = _folder.File(name + DiskFolder.Extension);
            File.WriteAllBytes(path, new byte[10_000]);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-age));
            File.SetLastAccessTimeUtc(path, DateTime.UtcNow.AddDays(-age));
        }

        disk.NoteUse(_folder.File("used" + DiskFolder.Extension));
        disk.MakeRoom();

        Assert.Equal(["new", "old", "used"], Files.Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_costs_time_and_nothing_else()
    {
        using var cache = Cache();
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });
        Directory.Delete(_folder.Path, recursive: true);
        File.WriteAllText(_folder.Path, "in the way");
        try
        {
            Assert.Equal(fixture.Embedder.Embed(Texts), embedder.Embed(Texts));
            Assert.Equal(fixture.Embedder.Embed(["no edema"]), embedder.Embed(["no edema"]));
            Assert.Single(_log.Entries, entry => entry.Message.Contains("cannot be written", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(_folder.Path);
        }
    }

    [Fact]
    public void A_file_that_is_removed_meanwhile_is_no_error()
    {
        using var cache = new EmbeddingCache(new() { Folder = _folder.Path, MaximumMemory = 0, LoggerFactory = _log });
        _ = Embed(Texts, cache);
        File.Delete(Assert.Single(Files));
        Thread.Sleep(1100);

        Assert.Equal(fixture.Embedder.Embed(Texts), Embed(Texts, cache));
        Assert.Equal(fixture.Embedder.Embed(["new"]), Embed(["new"], cache));
    }

    [Fact]
    public void Only_the_owner_may_read_the_files()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        var folder = _folder.File("made");
        using (var cache = new EmbeddingCache(new() { Folder = folder }))
        {
            _ = Embed(Texts, cache);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Files)));
    }

    public void Dispose() => _folder.Dispose();

    private static void Near(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in expected.Zip(actual))
        {
            VectorAssert.Near(one, other);
        }
    }

    private EmbeddingCache Cache() => new(new() { Folder = _folder.Path, LoggerFactory = _log });

    private float[][] Embed(string[] texts, EmbeddingCache cache)
    {
        using var embedder = fixture.CreateEmbedder(new() { Cache = cache });
        return embedder.Embed(texts);
    }

    private float[][] Embed(string[] texts, out EmbeddingCacheStatistics statistics)
    {
        using var cache = Cache();
        var vectors = Embed(texts, cache);
        statistics = cache.Statistics;
        return vectors;
    }
}
