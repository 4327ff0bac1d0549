using MLNet.LlmExtensions.Models.Memory;

namespace MLNet.LlmExtensions.Models.Tests.Memory;

public sealed class ByteTextTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(12_345, "12.3 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(9_996_000, "10.0 MB")]
    [InlineData(99_960_000, "100 MB")]
    [InlineData(123_456_789_012, "123 GB")]
    [InlineData(long.MaxValue, "9.22 EB")]
    public void Bytes_have_three_digits(long bytes, string expected) => Assert.Equal(expected, ByteText.OfBytes(bytes));

    [Theory]
    [InlineData(7, "7")]
    [InlineData(109_482_240, "109 million")]
    [InlineData(6_607_343_616, "6.61 billion")]
    public void Counts_have_three_digits(long count, string expected) => Assert.Equal(expected, ByteText.OfCount(count));
}
