using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNet.LlmExtensions.Inference.Batching;
using MLNet.LlmExtensions.Models.Tokenization;

namespace MLNet.LlmExtensions.Inference.Sessions;

/// <summary>
/// The buffers of one caller. They are used again from call to call, so that a long run allocates nothing. Not thread-safe.
/// </summary>
internal sealed class Workspace : IDisposable
{
    // Tensor objects are cheap but not free; more shapes than this are not worth keeping.
    private const int MaximumCachedShapes = 2048;

    private readonly Dictionary<long, RowTensors> _tensors = [];
    private readonly bool _hasTokenTypes;
    private readonly int _dimensions;
    private long[] _ids = [];
    private long[] _mask = [];
    private long[] _types = [];
    private float[] _vectors = [];
    private char[] _characters = [];
    private OrtValue[] _joined = [];

    public Workspace(BatchPlanner planner, bool hasTokenTypes, int dimensions)
    {
        Planner = planner;
        _hasTokenTypes = hasTokenTypes;
        _dimensions = dimensions;
    }

    public BatchPlanner Planner { get; }

    public TokenBuffer Tokens { get; } = new();

    public List<TextWindow> Windows { get; } = [];

    /// <summary>Windows of each text of the segment; 0 for a text without any token.</summary>
    public List<int> WindowCounts { get; } = [];

    /// <summary>Scratch memory for the ids of one row.</summary>
    public int[] Row { get; set; } = [];

    /// <summary>Scratch memory for the type ids of one row.</summary>
    public int[] RowTypes { get; set; } = [];

    public Span<char> Characters(int length)
    {
        if (_characters.Length < length)
        {
            _characters = new char[Math.Max(length, 2 * _characters.Length)];
        }

        return _characters.AsSpan(0, length);
    }

    public Span<long> Ids(int rows, int length) => _ids.AsSpan(0, rows * length);

    public Span<long> Mask(int rows, int length) => _mask.AsSpan(0, rows * length);

    /// <summary>Room for the type ids; empty where the model takes none.</summary>
    public Span<long> Types(int rows, int length) => _hasTokenTypes ? _types.AsSpan(0, rows * length) : [];

    public ReadOnlySpan<float> Vectors(int rows) => _vectors.AsSpan(0, rows * _dimensions);

    /// <summary>Makes room for a batch, and returns the tensors that look at that room.</summary>
    public RowTensors Tensors(int rows, int length)
    {
        EnsureCapacity(checked(rows * length), checked(rows * _dimensions));
        var key = ((long)rows << 32) | (uint)length;
        if (_tensors.TryGetValue(key, out var tensors))
        {
            return tensors;
        }

        if (_tensors.Count == MaximumCachedShapes)
        {
            ClearTensors();
        }

        long[] shape = [rows, length];
        var ids = View(_ids, rows * length, TensorElementType.Int64, shape);
        var mask = View(_mask, rows * length, TensorElementType.Int64, shape);
        OrtValue[] inputs = _hasTokenTypes ? [ids, mask, View(_types, rows * length, TensorElementType.Int64, shape)] : [ids, mask];
        tensors = new RowTensors(inputs, [View(_vectors, rows * _dimensions, TensorElementType.Float, [rows, _dimensions])]);
        _tensors.Add(key, tensors);
        return tensors;
    }

    /// <summary>A batch's tensors and then an adapter's, in the order of <see cref="AdapterInputs.InputNames"/>.</summary>
    public OrtValue[] Join(RowTensors tensors, AdapterInputs adapter)
    {
        // The exact length, because ONNX Runtime's API takes an array as a whole; adapters of one kind have the same.
        if (_joined.Length != adapter.InputNames.Length)
        {
            _joined = new OrtValue[adapter.InputNames.Length];
        }

        tensors.Inputs.CopyTo(_joined, 0);
        adapter.Values.CopyTo(_joined, tensors.Inputs.Length);
        return _joined;
    }

    public void Dispose() => ClearTensors();

    private void EnsureCapacity(int cells, int components)
    {
        if (_ids.Length >= cells && _vectors.Length >= components)
        {
            return;
        }

        ClearTensors();
        if (_ids.Length < cells)
        {
            // Pinned, because ONNX Runtime keeps the addresses for as long as a tensor lives.
            _ids = GC.AllocateArray<long>(cells, pinned: true);
            _mask = GC.AllocateArray<long>(cells, pinned: true);
            _types = _hasTokenTypes ? GC.AllocateArray<long>(cells, pinned: true) : [];
        }

        if (_vectors.Length < components)
        {
            _vectors = GC.AllocateArray<float>(components, pinned: true);
        }
    }

    private void ClearTensors()
    {
        foreach (var tensors in _tensors.Values)
        {
            tensors.Dispose();
        }

        _tensors.Clear();
    }

    private static unsafe OrtValue View<T>(T[] pinned, int length, TensorElementType type, long[] shape)
        where T : unmanaged
    {
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, address, (long)length * sizeof(T));
    }
}
