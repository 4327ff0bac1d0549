namespace StandInCheck.Tests;

public sealed class TypeComparisonTests
{
    private static readonly string[] OfRicher = [.. TypeComparison.Differences(typeof(Richer<>), typeof(Official<>))];

    [Fact]
    public void A_type_is_not_richer_than_itself() =>
        Assert.Empty(TypeComparison.Differences(typeof(Official<>), typeof(Official<>)));

    [Fact]
    public void Less_and_internal_members_are_no_difference() =>
        Assert.Empty(TypeComparison.Differences(typeof(Poorer<>), typeof(Official<>)));

    [Fact]
    public void A_type_that_does_not_exist_is_a_difference() =>
        Assert.Single(TypeComparison.Differences(typeof(Poorer<>), null));

    [Theory]
    [InlineData("declared as")] // the constraint is missing
    [InlineData("derives from or implements System.ICloneable")]
    [InlineData("offers System.Object Clone()")]
    [InlineData("offers System.Void Extra()")]
    [InlineData("offers new() [public]")]
    [InlineData("offers const System.Int32 Limit = 4")]
    [InlineData("offers System.String Name")] // not read-only
    [InlineData("offers System.Int32 Count { set; }")]
    [InlineData("offers virtual T Find(System.String text, System.Int32 depth = 2)")]
    [InlineData("offers virtual System.Void Dispose()")]
    [InlineData("offers TOther Convert<TOther")] // by value
    public void Every_difference_that_code_can_depend_on_is_found(string difference) =>
        Assert.Contains(OfRicher, found => found.StartsWith(difference, StringComparison.Ordinal));

    [Fact]
    public void Nothing_else_is_found() => Assert.Equal(11, OfRicher.Length);
}
