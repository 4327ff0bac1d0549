using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class TensorMathTests
{
    [Fact]
    public void Operators_follow_the_usual_rules()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor([1f, -2f, 4f]);
        Tensor b = tensor([2f, 4f, 8f]);

        Numbers.Near([3, 2, 12], a + b);
        Numbers.Near([-1, -6, -4], a - b);
        Numbers.Near([2, -8, 32], a * b);
        Numbers.Near([0.5f, -0.5f, 0.5f], a / b);
        Numbers.Near([-1, 2, -4], -a);
        Numbers.Near([0.5f, 0.25f, 0.125f], 1 / b);
        Numbers.Near([0, 3, -3], 1 - a);
        Numbers.Near([3, 0, 6], a + 2);
        Numbers.Near([1, 1, 1], b % 3 - tensor([1f, 0f, 1f]));
    }

    [Fact]
    public void Add_takes_alpha()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor([1f, 2f]);

        Numbers.Near([0.5f, 1.5f], a.add(ones(2), alpha: -0.5));
        a.add_(ones(2), alpha: 3);
        Numbers.Near([4, 5], a);
    }

    [Fact]
    public void Methods_with_an_underscore_change_the_tensor_itself()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor([1f, 4f, 9f]);

        Tensor same = a.mul_(4).sqrt_();

        Assert.Same(a, same);
        Numbers.Near([2, 4, 6], a);
        Numbers.Near([0, 0, 0], a.zero_());
        Numbers.Near([0, 0, 0], a);
        Numbers.Near([7, 7, 7], a.fill_(7));
        Numbers.Near([1, 2, 3], a.copy_(tensor([1f, 2f, 3f])));
    }

    [Fact]
    public void Shapes_are_broadcast_from_the_last_dimension()
    {
        using var scope = NewDisposeScope();
        Tensor rows = tensor([1f, 2f]).reshape(2, 1);
        Tensor columns = tensor([10f, 20f, 30f]);

        Tensor sum = rows + columns;

        Assert.Equal([2, 3], sum.shape);
        Numbers.Near([11, 21, 31, 12, 22, 32], sum);
    }

    [Fact]
    public void Elementwise_functions_agree_with_dotnet()
    {
        using var scope = NewDisposeScope();
        float[] x = [-2f, -0.5f, 0f, 0.3f, 1.7f];
        float[] positive = [0.1f, 0.5f, 1f, 2f, 9f];
        Tensor t = tensor(x);
        Tensor p = tensor(positive);

        Numbers.Near([.. x.Select(v => MathF.Exp(v))], t.exp());
        Numbers.Near([.. x.Select(v => MathF.Tanh(v))], t.tanh());
        Numbers.Near([.. x.Select(v => MathF.Abs(v))], t.abs());
        Numbers.Near([.. x.Select(v => (float)MathF.Sign(v))], t.sign());
        Numbers.Near([.. x.Select(v => 1 / (1 + MathF.Exp(-v)))], t.sigmoid());
        Numbers.Near([.. x.Select(v => MathF.Max(v, 0))], t.relu());
        Numbers.Near([.. x.Select(v => v / (1 + MathF.Exp(-v)))], nn.functional.silu(t));
        Numbers.Near([.. x.Select(v => MathF.Log(1 + MathF.Exp(v)))], nn.functional.softplus(t));
        Numbers.Near([.. x.Select(v => MathF.Floor(v))], t.floor());
        Numbers.Near([.. x.Select(v => MathF.Ceiling(v))], t.ceil());
        Numbers.Near([.. x.Select(v => MathF.Truncate(v))], t.trunc());
        Numbers.Near([.. x.Select(v => v * v * v)], t.pow(3));
        Numbers.Near([.. positive.Select(v => MathF.Log(v))], p.log());
        Numbers.Near([.. positive.Select(v => MathF.Sqrt(v))], p.sqrt());
        Numbers.Near([.. positive.Select(v => 1 / MathF.Sqrt(v))], p.rsqrt());
        Numbers.Near([.. positive.Select(v => 1 / v)], p.reciprocal());
        Numbers.Near([.. x.Select(v => Math.Clamp(v, -1, 1))], t.clamp(-1, 1));
        Numbers.Near([.. x.Select(v => Math.Max(v, 0.2f))], t.clamp_min(0.2));
        Numbers.Near([.. x.Select(v => Math.Min(v, 0.2f))], t.clamp(max: 0.2));
    }

    [Fact]
    public void Erf_and_gelu_are_the_exact_ones()
    {
        using var scope = NewDisposeScope();

        // erf(0.5), erf(1), and x·Φ(x), to seven digits.
        Numbers.Near([0.5204999f, 0.8427008f], tensor([0.5f, 1f]).erf(), 1e-6);
        Numbers.Near([-0.1586553f, 0f, 0.8413447f, 1.9544997f], nn.functional.gelu(tensor([-1f, 0f, 1f, 2f])), 1e-6);
    }

    [Fact]
    public void Sums_and_means_go_along_dimensions()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);

        Assert.Equal(21f, t.sum().item<float>());
        Numbers.Near([5, 7, 9], t.sum(dim: 0));
        Numbers.Near([2, 5], t.mean([1]));
        Assert.Equal([2, 1], t.mean([-1], keepdim: true).shape);
        Numbers.Near([1, 1], t.var([1]));
        Numbers.Near([2f / 3, 2f / 3], t.var([1], unbiased: false));
        Assert.Equal(MathF.Sqrt(91), t.norm().item<float>(), 1e-5f);
        Numbers.Near([MathF.Sqrt(14), MathF.Sqrt(77)], t.norm(1));
        Numbers.Near([1, 3, 6, 4, 9, 15], t.cumsum(1));
        Numbers.Near([4, 5, 6], t.amax([0]));
        Numbers.Near([1, 4], t.amin([1]));
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor([3f, 9f, 2f, 8f, 1f, 7f], [2, 3]);

        (Tensor values, Tensor places) = t.max(1);
        Numbers.Near([9, 8], values);
        Assert.Equal([1L, 0L], Numbers.Longs(places));
        Assert.Equal([1L, 0L], Numbers.Longs(t.argmax(1)));
        Assert.Equal(4L, t.argmin().item<long>());

        (Tensor best, Tensor bestPlaces) = t.topk(2);
        Numbers.Near([9, 3, 8, 7], best);
        Assert.Equal([1L, 0L, 0L, 2L], Numbers.Longs(bestPlaces));
    }

    [Fact]
    public void Softmax_is_stable_and_sums_to_one()
    {
        using var scope = NewDisposeScope();
        Tensor logits = tensor([1000f, 1001f, 999f]);

        Numbers.Near([0.2447285f, 0.6652410f, 0.0900306f], logits.softmax(-1));
        Numbers.Near([-1.4076059f, -0.4076059f, -2.4076059f], nn.functional.log_softmax(logits, -1));
    }

    [Fact]
    public void Products_of_matrices_agree_with_a_plain_loop()
    {
        using var scope = NewDisposeScope();
        const int batch = 2, rows = 3, inner = 4, columns = 5;
        float[] a = Numbers.Some(batch * rows * inner), b = Numbers.Some(batch * inner * columns, 2);
        var expected = new float[batch * rows * columns];
        for (int n = 0; n < batch; n++)
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++)
                    for (int i = 0; i < inner; i++)
                        expected[(n * rows + r) * columns + c] += a[(n * rows + r) * inner + i] * b[(n * inner + i) * columns + c];

        Tensor x = tensor(a, [batch, rows, inner]), y = tensor(b, [batch, inner, columns]);

        Numbers.Near(expected, x.matmul(y));
        Numbers.Near(expected, x.bmm(y));
        Numbers.Near(expected, einsum("bri,bic->brc", x, y));
        Numbers.Near(expected[..(rows * columns)], x[0].mm(y[0]));
        Numbers.Near([.. expected[..(rows * columns)].Select(v => 2 * v + 3)], ones(rows, columns).addmm(x[0], y[0], beta: 3, alpha: 2));
    }

    [Fact]
    public void Comparisons_and_masks_select()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor([1f, 2f, 3f, 4f]);
        Tensor mask = t > 2;

        Assert.Equal(ScalarType.Bool, mask.dtype);
        Assert.Equal([false, false, true, true], mask.data<bool>().ToArray());
        Numbers.Near([1, 2, 0, 0], t.masked_fill(mask, 0));
        Numbers.Near([-1, -2, 3, 4], where(mask, t, -t));
        Assert.Equal([true, true, false, false], (~mask).data<bool>().ToArray());
        Assert.Equal([false, false, true, false], mask.logical_and(t < 4).data<bool>().ToArray());
        Assert.True(mask.any().item<bool>());
        Assert.False(mask.all().item<bool>());
    }

    [Fact]
    public void Infinities_and_nans_are_found()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor([1f, float.PositiveInfinity, float.NaN]);

        Assert.Equal([true, false, false], t.isfinite().data<bool>().ToArray());
        Assert.Equal([false, true, false], t.isinf().data<bool>().ToArray());
        Assert.Equal([false, false, true], t.isnan().data<bool>().ToArray());
    }

    [Fact]
    public void Bits_of_bytes_can_be_taken_apart()
    {
        using var scope = NewDisposeScope();
        Tensor packed = tensor(new byte[] { 0x21, 0xf0 });

        Tensor low = packed.bitwise_and(full([1], 15, ScalarType.Byte));
        Tensor high = packed.bitwise_right_shift(full([1], 4, ScalarType.Byte));

        Assert.Equal([1, 0], low.data<byte>().ToArray());
        Assert.Equal([2, 15], high.data<byte>().ToArray());
    }

    [Fact]
    public void Division_of_whole_numbers_gives_fractions_unless_a_mode_is_given()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor(new long[] { -7, 7 });

        Numbers.Near([-3.5f, 3.5f], t / 2);
        Assert.Equal([-3L, 3L], Numbers.Longs(t.div(2, RoundingMode.trunc)));
        Assert.Equal([-4L, 3L], Numbers.Longs(t.div(2, RoundingMode.floor)));
        Assert.Equal([1L, 1L], Numbers.Longs(t.remainder(2)));
    }
}
