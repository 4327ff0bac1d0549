namespace MLNet.LlmExtensions.Models.Checkpoints;

/// <summary>Names and sizes of <see cref="SafetensorsType"/>.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, SafetensorsType> ByName = new(StringComparer.Ordinal)
    {
        ["BOOL"] = SafetensorsType.Bool,
        ["U8"] = SafetensorsType.U8,
        ["I8"] = SafetensorsType.I8,
        ["F8_E4M3"] = SafetensorsType.F8E4M3,
        ["F8_E5M2"] = SafetensorsType.F8E5M2,
        ["U16"] = SafetensorsType.U16,
        ["I16"] = SafetensorsType.I16,
        ["F16"] = SafetensorsType.F16,
        ["BF16"] = SafetensorsType.BF16,
        ["U32"] = SafetensorsType.U32,
        ["I32"] = SafetensorsType.I32,
        ["F32"] = SafetensorsType.F32,
        ["U64"] = SafetensorsType.U64,
        ["I64"] = SafetensorsType.I64,
        ["F64"] = SafetensorsType.F64,
    };

    private static readonly Dictionary<SafetensorsType, string> Names = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static bool TryParse(string name, out SafetensorsType type) => ByName.TryGetValue(name, out type);

    /// <summary>The name in the file's header.</summary>
    public static string NameOf(this SafetensorsType type) => Names[type];

    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(this SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8
            or SafetensorsType.F8E4M3 or SafetensorsType.F8E5M2 => 1,
        SafetensorsType.U16 or SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.U32 or SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };
}
