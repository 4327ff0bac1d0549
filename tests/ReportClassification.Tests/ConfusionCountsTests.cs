using ReportClassification.Evaluation;

namespace ReportClassification.Tests;

public class ConfusionCountsTests
{
    // Worked by hand: precision 4/5, 5/8, 2/2; recall 4/6, 5/6, 2/3.
    private static readonly ConfusionCounts Three = new([[4, 2, 0], [1, 5, 0], [0, 1, 2]]);

    [Fact]
    public void Figures_of_a_worked_example_are_right()
    {
        Assert.Equal(15, Three.Rows);
        Assert.Equal(11 / 15.0, Three.Accuracy, 12);
        Assert.Equal([0.8, 0.625, 1], Enumerable.Range(0, 3).Select(Three.Precision));
        Assert.Equal([4 / 6.0, 5 / 6.0, 2 / 3.0], Enumerable.Range(0, 3).Select(Three.Recall));
        Assert.Equal(8 / 11.0, Three.F1(0), 12);
        Assert.Equal(10 / 14.0, Three.F1(1), 12);
        Assert.Equal(4 / 5.0, Three.F1(2), 12);
        Assert.Equal(((8 / 11.0) + (10 / 14.0) + (4 / 5.0)) / 3, Three.MacroF1, 12);
    }

    [Fact]
    public void F1_is_the_harmonic_mean_of_precision_and_recall()
    {
        for (var c = 0; c < 3; c++)
            Assert.Equal(2 / ((1 / Three.Precision(c)) + (1 / Three.Recall(c))), Three.F1(c), 12);
    }

    [Fact]
    public void A_class_that_is_never_hit_counts_zero()
    {
        var counts = new ConfusionCounts([[6, 0], [4, 0]]);

        Assert.Equal(0, counts.F1(1));
        Assert.Equal(0, counts.Precision(1));
        Assert.Equal(12 / 16.0 / 2, counts.MacroF1, 12);
    }

    [Fact]
    public void A_class_that_does_not_occur_does_not_count()
    {
        Assert.Equal(1, new ConfusionCounts([[3, 0, 0], [0, 0, 0], [0, 0, 2]]).MacroF1);
    }

    [Fact]
    public void Nothing_at_all_gives_zeros_and_no_division_by_zero()
    {
        var counts = new ConfusionCounts([[0, 0], [0, 0]]);

        Assert.Equal(0, counts.Accuracy);
        Assert.Equal(0, counts.MacroF1);
        Assert.Equal(0, counts.Recall(0));
    }

    [Fact]
    public void Pairs_are_counted_by_truth_and_prediction()
    {
        var counts = ConfusionCounts.Of([(0, 1), (0, 1), (1, 1), (2, 0)], 3);

        Assert.Equal([[0, 2, 0], [0, 1, 0], [1, 0, 0]], counts.Matrix);
        Assert.Equal([[4, 4, 0], [1, 6, 0], [1, 1, 2]], counts.Plus(Three).Matrix);
    }

    [Fact]
    public void A_matrix_that_is_not_square_is_refused() => Assert.Throws<ArgumentException>(() => new ConfusionCounts([[1, 2, 3], [4, 5, 6]]));
}
