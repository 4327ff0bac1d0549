namespace MLNet.LlmExtensions.StandIns.Tests.DataView;

public class DataViewRowIdTests
{
    [Fact]
    public void Derived_identifiers_are_different()
    {
        var ids = new HashSet<DataViewRowId>();
        for (ulong i = 0; i < 100; i++)
        {
            var id = new DataViewRowId(i, 0);
            Assert.True(ids.Add(id.Fork()));
            Assert.True(ids.Add(id.Next()));
            for (ulong j = 0; j < 20; j++)
                Assert.True(ids.Add(id.Combine(new DataViewRowId(j, 0))));
        }
    }

    [Fact]
    public void Derived_identifiers_are_repeatable()
    {
        var id = new DataViewRowId(3, 4);

        Assert.Equal(id.Fork(), new DataViewRowId(3, 4).Fork());
        Assert.Equal(id.Combine(new DataViewRowId(1, 2)), new DataViewRowId(3, 4).Combine(new DataViewRowId(1, 2)));
        Assert.NotEqual(id.Combine(new DataViewRowId(1, 2)), new DataViewRowId(1, 2).Combine(id));
    }

    [Fact]
    public void Identifiers_are_ordered_by_the_high_half_first()
    {
        Assert.True(new DataViewRowId(9, 0).CompareTo(new DataViewRowId(0, 1)) < 0);
        Assert.True(new DataViewRowId(2, 1).CompareTo(new DataViewRowId(1, 1)) > 0);
        Assert.Equal("00000000000000010000000000000002", new DataViewRowId(2, 1).ToString());
    }
}
