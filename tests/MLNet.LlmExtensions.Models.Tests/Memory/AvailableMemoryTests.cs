using MLNet.LlmExtensions.Models.Memory;
using MLNet.LlmExtensions.Tests.Shared;

namespace MLNet.LlmExtensions.Models.Tests.Memory;

public sealed class AvailableMemoryTests
{
    [Theory]
    [InlineData("1073741824\n", 1_073_741_824)]
    [InlineData("max\n", 8_388_608_000)]
    [InlineData("9223372036854771712\n", 8_388_608_000)] // version 1 of control groups without a limit
    [InlineData(null, 8_388_608_000)]
    public void Limit_of_the_container_counts_where_it_is_below_the_machine(string? limit, long expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("meminfo"), "MemTotal:        8192000 kB\nMemFree:         100000 kB\n");
        if (limit is not null)
            File.WriteAllText(folder.File("memory.max"), limit);
        Assert.Equal(expected, AvailableMemory.Linux(folder.File("meminfo"), [folder.File("memory.max"), folder.File("absent")]));
    }

    [Fact]
    public void Without_files_nothing_is_known() => Assert.Null(AvailableMemory.Linux("/absent/meminfo", ["/absent/memory.max"]));

    [Fact]
    public void This_machine_has_memory() => Assert.InRange(AvailableMemory.Bytes(), 1 << 26, long.MaxValue);
}
