using Microsoft.ML.Data;

namespace MLNet.LlmExtensions.Persistence;

/// <summary>A part of an embedding. The classes give it its size, a power of two, as an attribute.</summary>
internal interface IBlockColumn
{
    VBuffer<float> Content { get; set; }
}
