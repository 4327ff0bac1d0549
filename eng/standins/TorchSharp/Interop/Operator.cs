namespace TorchSharp.Interop;

/// <summary>
/// An operator of libtorch, found by name in libtorch's own dispatcher at its first call. Arguments come in the order of its
/// schema; those left out at the end take the schema's defaults.
/// </summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int WordsOnTheStack = 64;
    private const int ResultsAtOnce = 4;

    private IntPtr _handle;

    /// <summary>Whether this libtorch has it.</summary>
    public bool Exists => NativeMethods.ts_has_operator($"aten::{name}", overload) != 0;

    /// <summary>The one tensor that it returns.</summary>
    public torch.Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result = default;
        Expect(1, Invoke(arguments, &result, 1));
        return torch.Tensor.FromHandle((IntPtr)result.Bits);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that.</summary>
    public torch.Tensor Apply(params ReadOnlySpan<Argument> arguments)
    {
        Invoke(arguments, null, 0);
        return (torch.Tensor)arguments[0].Reference;
    }

    /// <summary>The two tensors that it returns.</summary>
    public (torch.Tensor First, torch.Tensor Second) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = stackalloc NativeValue[2];
        Expect(2, Invoke(arguments, results, 2));
        return (torch.Tensor.FromHandle((IntPtr)results[0].Bits), torch.Tensor.FromHandle((IntPtr)results[1].Bits));
    }

    /// <summary>The list of tensors that it returns.</summary>
    public torch.Tensor[] CallList(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* first = stackalloc NativeValue[ResultsAtOnce];
        int count = Invoke(arguments, first, ResultsAtOnce);
        var tensors = new torch.Tensor[count];
        for (int i = 0; i < Math.Min(count, ResultsAtOnce); i++)
            tensors[i] = torch.Tensor.FromHandle((IntPtr)first[i].Bits);

        if (count > ResultsAtOnce)
        {
            var rest = new NativeValue[count - ResultsAtOnce];
            fixed (NativeValue* pointer = rest)
                NativeMethods.ts_rest(ResultsAtOnce, pointer);

            for (int i = ResultsAtOnce; i < count; i++)
                tensors[i] = torch.Tensor.FromHandle((IntPtr)rest[i - ResultsAtOnce].Bits);
        }

        return tensors;
    }

    /// <summary>The number or truth value that it returns.</summary>
    public NativeValue CallValue(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result = default;
        Expect(1, Invoke(arguments, &result, 1));
        return result;
    }

    // A result that nobody takes would never be freed.
    private void Expect(int expected, int actual)
    {
        if (actual != expected)
            throw new InvalidOperationException($"aten::{name} returned {actual} values where {expected} were expected.");
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results, int capacity)
    {
        NativeValue* values = stackalloc NativeValue[arguments.Length];
        int needed = 0;
        foreach (ref readonly Argument argument in arguments)
            needed += argument.Words;

        Span<long> words = needed <= WordsOnTheStack ? stackalloc long[needed] : GC.AllocateUninitializedArray<long>(needed, pinned: true);
        for (int i = 0, used = 0; i < arguments.Length; i++)
        {
            arguments[i].Write(ref values[i], words[used..]);
            used += arguments[i].Words;
        }

        int count = NativeMethods.ts_call(Handle(), values, arguments.Length, results, capacity);
        foreach (ref readonly Argument argument in arguments)
            argument.KeepAlive();

        if (count < 0)
            throw NativeMethods.Error();

        return count;
    }

    private IntPtr Handle()
    {
        if (_handle == IntPtr.Zero)
        {
            IntPtr handle = NativeMethods.ts_operator($"aten::{name}", overload);
            if (handle == IntPtr.Zero)
                throw NativeMethods.Error();

            _handle = handle;
        }

        return _handle;
    }
}
