using MLNet.LlmExtensions.Models.Checkpoints;

namespace ReportEncoder.Embeddings;

/// <summary>Puts word embeddings into a model's folder.</summary>
internal static class WordEmbeddings
{
    private const string Name = "embeddings.word_embeddings.weight";

    public static void Replace(string modelFolder, Table embeddings)
    {
        var path = Path.Combine(modelFolder, "model.safetensors");
        var writer = new SafetensorsWriter();
        using (var file = SafetensorsFile.Open(path))
        {
            foreach (var (name, tensor) in file.Tensors)
            {
                if (!name.EndsWith(Name, StringComparison.Ordinal))
                    writer.Add(name, tensor.Type, tensor.Shape, file.GetBytes(name).ToArray());
                else if (tensor.Shape is [var rows, var columns] && rows == embeddings.Rows && columns == embeddings.Columns)
                    writer.Add(name, tensor.Shape, embeddings.Data);
                else
                    throw new InvalidDataException($"'{name}' of '{path}' is not {embeddings.Rows} by {embeddings.Columns}.");
            }
        }

        writer.Save(path);
    }
}
