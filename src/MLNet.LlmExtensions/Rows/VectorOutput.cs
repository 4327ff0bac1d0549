using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Rows;

/// <summary>A column of all of a row's numbers.</summary>
internal sealed class VectorOutput(string name, int size, DataViewSchema.Annotations? annotations)
    : OutputColumn(name, new VectorDataViewType(NumberDataViewType.Single, size), annotations)
{
    public override Delegate Getter(IRowNumbers numbers) => new ValueGetter<VBuffer<float>>((ref VBuffer<float> result) =>
    {
        var values = numbers.Numbers;
        var editor = VBufferEditor.Create(ref result, values.Length);
        values.CopyTo(editor.Values);
        result = editor.Commit();
    });
}
