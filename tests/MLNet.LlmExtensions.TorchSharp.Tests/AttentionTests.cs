using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class AttentionTests
{
    private const int Heads = 2;
    private const int Length = 5;
    private const int Size = 4;

    [Fact]
    public void Attention_without_a_mask_is_the_formula() => Check(null, isCausal: false, mask: null);

    [Fact]
    public void Causal_attention_sees_only_what_came_before() => Check((query, key) => key <= query, isCausal: true, mask: null);

    [Fact]
    public void A_mask_of_truth_values_says_what_takes_part()
    {
        using var scope = NewDisposeScope();
        Tensor mask = arange(Length).less(tensor(3L)).reshape(1, 1, 1, Length);

        Check((_, key) => key < 3, isCausal: false, mask);
    }

    [Fact]
    public void A_mask_of_numbers_is_added()
    {
        using var scope = NewDisposeScope();
        Tensor mask = zeros(1, 1, 1, Length).masked_fill(arange(Length).greater_equal(tensor(3L)), float.NegativeInfinity);

        Check((_, key) => key < 3, isCausal: false, mask);
    }

    [Fact]
    public void A_mask_and_causal_together_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor x = zeros(1, Heads, Length, Size);
        Tensor mask = ones(Length, Length, dtype: ScalarType.Bool);

        Assert.Throws<ArgumentException>(() => nn.functional.scaled_dot_product_attention(x, x, x, mask, is_casual: true));
    }

    private static void Check(Func<int, int, bool>? takesPart, bool isCausal, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        float[] q = Numbers.Some(Heads * Length * Size), k = Numbers.Some(Heads * Length * Size, 2), v = Numbers.Some(Heads * Length * Size, 3);
        long[] shape = [1, Heads, Length, Size];

        Tensor result = nn.functional.scaled_dot_product_attention(tensor(q, shape), tensor(k, shape), tensor(v, shape), mask, is_casual: isCausal);

        Numbers.Near(Attention(q, k, v, takesPart ?? ((_, _) => true)), result);
    }

    private static float[] Attention(float[] query, float[] key, float[] value, Func<int, int, bool> takesPart)
    {
        var result = new float[query.Length];
        for (int head = 0; head < Heads; head++)
        {
            for (int i = 0; i < Length; i++)
            {
                var weights = new double[Length];
                for (int j = 0; j < Length; j++)
                {
                    double score = 0;
                    for (int d = 0; d < Size; d++)
                        score += query[(head * Length + i) * Size + d] * key[(head * Length + j) * Size + d];

                    weights[j] = takesPart(i, j) ? Math.Exp(score / Math.Sqrt(Size)) : 0;
                }

                for (int d = 0; d < Size; d++)
                    result[(head * Length + i) * Size + d] =
                        (float)(Enumerable.Range(0, Length).Sum(j => weights[j] * value[(head * Length + j) * Size + d]) / weights.Sum());
            }
        }

        return result;
    }
}
