using MLNet.LlmExtensions.Heads;

namespace MLNet.LlmExtensions.Tests.Heads;

public sealed class UnimodalSearchTests
{
    [Fact]
    public void The_minimum_is_found_wherever_it_lies()
    {
        for (var count = 1; count < 20; count++)
        {
            for (var minimum = 0; minimum < count; minimum++)
            {
                var search = new UnimodalSearch(count, candidate => Math.Abs(candidate - minimum) * 1.5);
                Assert.Equal(minimum, search.Minimise());
                Assert.Contains(minimum, search.Evaluated.Keys);
            }
        }
    }

    [Fact]
    public void No_candidate_is_scored_twice_and_far_ones_not_at_all()
    {
        var scored = new List<int>();
        var search = new UnimodalSearch(21, candidate =>
        {
            scored.Add(candidate);
            return Math.Abs(candidate - 9);
        });
        Assert.Equal(9, search.Minimise());
        Assert.Equal(scored.Count, scored.Distinct().Count());
        Assert.True(scored.Count < 8);
    }
}
