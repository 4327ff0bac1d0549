using TorchSharp;
using static TorchSharp.torch;

namespace MLNet.LlmExtensions.TorchSharp.Tests;

public sealed class DataTests
{
    [Fact]
    public void Data_is_row_major_whatever_the_strides()
    {
        using var scope = NewDisposeScope();
        Tensor t = arange(6, dtype: ScalarType.Float32).reshape(2, 3).t();

        var copy = new float[6];
        t.data<float>().CopyTo(copy);

        Assert.Equal([0, 3, 1, 4, 2, 5], copy);
        Assert.Equal([0, 3, 1, 4, 2, 5], t.data<float>().ToArray());
        Assert.Equal(6, t.data<float>().Count);
        Assert.Equal(4f, t.data<float>()[1, 1]);
        Assert.Equal(4f, t.data<float>()[3]);
    }

    [Fact]
    public void Data_can_be_written()
    {
        using var scope = NewDisposeScope();
        Tensor t = zeros(4);

        t.data<float>().CopyFrom(new float[] { 1, 2, 3, 4 });
        t.data<float>()[0] = 9;

        Numbers.Near([9, 2, 3, 4], t);
    }

    [Fact]
    public void Bytes_are_the_tensors_own_memory()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor([1f, 2f]);

        Assert.Equal(8, t.bytes.Length);
        Assert.Equal(1f, BitConverter.ToSingle(t.bytes));
        BitConverter.TryWriteBytes(t.bytes[4..], 5f);
        Numbers.Near([1, 5], t);

        t.bytes = new byte[8];
        Numbers.Near([0, 0], t);
    }

    [Fact]
    public void Bytes_want_a_contiguous_tensor()
    {
        using var scope = NewDisposeScope();
        Tensor t = zeros(2, 3).t();

        Assert.Throws<InvalidOperationException>(() => t.bytes.Length);
    }

    [Fact]
    public void Tensor_copies_the_array_and_from_array_does_not()
    {
        using var scope = NewDisposeScope();
        float[] source = [1, 2, 3];
        Tensor copy = tensor(source);
        Tensor shared = from_array(source);

        source[0] = 10;

        Numbers.Near([1, 2, 3], copy);
        Numbers.Near([10, 2, 3], shared);
        Assert.Equal([2, 2], from_array(new float[2, 2]).shape);
        Numbers.Near([2, 3], frombuffer(source, ScalarType.Float32, offset: 1));
    }

    [Fact]
    public void An_array_under_a_tensor_stays_where_it_is()
    {
        using Tensor t = Shared();
        for (int i = 0; i < 10; i++)
        {
            _ = new byte[1_000_000];
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        Assert.Equal(4950f, t.sum().item<float>());

        static Tensor Shared() => from_array(Enumerable.Range(0, 100).Select(i => (float)i).ToArray());
    }

    [Fact]
    public void A_type_that_is_not_the_tensors_is_refused()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => zeros(2).data<double>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f, 3f], [2, 2]));
    }

    [Fact]
    public void Numbers_keep_their_value_through_bfloat16_and_half()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor([1f, -2.5f, 3.1415927f, 1e30f]);

        Tensor b = t.to(ScalarType.BFloat16);
        Tensor h = tensor([1f, 0.1f]).to(ScalarType.Float16);

        Assert.Equal(ScalarType.BFloat16, b.dtype);
        Assert.Equal(2, b.element_size());

        // bfloat16 has 8 bits of mantissa: π becomes 3.140625, rounded to nearest even.
        Numbers.Near([1f, -2.5f, 3.140625f], b.to(ScalarType.Float32)[..3], 0);
        Assert.InRange(b.to(ScalarType.Float32)[3].item<float>(), 0.99e30f, 1.01e30f);
        Assert.Equal([(Half)1f, (Half)0.1f], h.data<Half>().ToArray());
        Assert.Equal([0x80, 0x3f], b.bytes[..2].ToArray());
    }

    [Fact]
    public void Conversion_to_the_same_type_shares_unless_a_copy_is_asked_for()
    {
        using var scope = NewDisposeScope();
        Tensor t = zeros(2);

        t.to(ScalarType.Float32).fill_(1);
        Numbers.Near([1, 1], t);
        t.to(ScalarType.Float32, copy: true).fill_(2);
        Numbers.Near([1, 1], t);
        t.to(CPU).fill_(3);
        Numbers.Near([3, 3], t);
        t.clone().fill_(4);
        Numbers.Near([3, 3], t);
    }

    [Fact]
    public void Numbers_are_cut_to_whole_ones_and_bytes_wrap()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([-1L, 1L], Numbers.Longs(tensor([-1.9f, 1.9f]).to(ScalarType.Int64)));
        Assert.Equal([(sbyte)-1], tensor(new byte[] { 255 }).to(ScalarType.Int8).data<sbyte>().ToArray());
        Assert.Equal([true, false], tensor([2f, 0f]).to(ScalarType.Bool).data<bool>().ToArray());
    }

    [Fact]
    public void Streams_carry_the_raw_bytes()
    {
        using var scope = NewDisposeScope();
        Tensor t = tensor(new long[] { 1, 2, 3 });
        using var stream = new MemoryStream();

        t.WriteBytesToStream(stream);
        stream.Position = 0;
        Tensor read = zeros([3], dtype: ScalarType.Int64);
        read.ReadBytesFromStream(stream);

        Assert.Equal(24, stream.Length);
        Assert.Equal([1L, 2L, 3L], Numbers.Longs(read));
        Assert.Throws<EndOfStreamException>(() => read.ReadBytesFromStream(stream));
    }

    [Fact]
    public void Devices_have_names()
    {
        using var scope = NewDisposeScope();

        Assert.Equal("cpu", zeros(1).device.ToString());
        Assert.Equal(DeviceType.CPU, zeros(1).device.type);
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal(1, new Device(DeviceType.CUDA, 1).index);
        Assert.Equal("cuda", new Device(DeviceType.CUDA).ToString());
        if (!cuda.is_available())
            Assert.Throws<InvalidOperationException>(() => zeros(1).cuda());
    }
}
