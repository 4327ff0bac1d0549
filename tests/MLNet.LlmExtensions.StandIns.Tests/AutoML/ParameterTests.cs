using System.Text.Json;
using Microsoft.ML.SearchSpace;

namespace MLNet.LlmExtensions.StandIns.Tests.AutoML;

public sealed class ParameterTests
{
    [Fact]
    public void Values_are_written_as_json_and_keep_their_type()
    {
        Parameter parameter = Parameter.CreateNestedParameter();
        parameter["whole"] = Parameter.FromInt(3);
        parameter["number"] = Parameter.FromFloat(0.1f);
        parameter["text"] = Parameter.FromString("a");
        parameter["truth"] = Parameter.FromBool(true);
        parameter["day"] = Parameter.FromEnum(DayOfWeek.Friday);
        parameter["list"] = Parameter.FromIEnumerable([1, 2]);

        Assert.Equal("""{"whole":3,"number":0.1,"text":"a","truth":true,"day":"Friday","list":[1,2]}""", parameter.ToString());
        Assert.Equal(parameter.ToString(), JsonSerializer.Serialize(parameter));
        Assert.Equal(
            [ParameterType.Integer, ParameterType.Number, ParameterType.String, ParameterType.Bool, ParameterType.String, ParameterType.Array],
            parameter.Keys.Select(key => parameter[key].ParameterType));
        Assert.Equal(ParameterType.Object, parameter.ParameterType);
    }

    [Fact]
    public void Json_is_read_back()
    {
        const string Json = """{"a":1,"b":2.5,"c":[1,"x"],"d":{"e":true},"big":12345678901}""";
        Parameter parameter = JsonSerializer.Deserialize<Parameter>(Json)!;

        Assert.Equal(Json, parameter.ToString());
        Assert.Equal(ParameterType.Integer, parameter["big"].ParameterType);
        Assert.True(parameter["d"]["e"].AsType<bool>());
    }

    [Fact]
    public void Values_become_types_as_json_does()
    {
        Assert.Equal(3.0, Parameter.FromInt(3).AsType<double>());
        Assert.Equal(3, Parameter.FromDouble(3).AsType<int>());
        Assert.Equal(DayOfWeek.Friday, Parameter.FromString("friday").AsType<DayOfWeek>());
        Assert.Throws<JsonException>(() => Parameter.FromDouble(3.5).AsType<int>());
        Assert.Throws<JsonException>(() => Parameter.FromInt(3).AsType<string>());
        Assert.Throws<KeyNotFoundException>(() => Parameter.CreateNestedParameter()["missing"]);
    }

    [Fact]
    public void Objects_are_their_settable_properties_that_are_not_null()
    {
        Parameter parameter = Parameter.FromObject(new TrialOptions { Word = null! });

        Assert.False(parameter.ContainsKey("Word"));
        Assert.Equal("""{"Depth":2,"Name":"inner"}""", parameter["Inner"].ToString());
        Assert.Equal(DayOfWeek.Sunday, parameter.AsType<TrialOptions>().Day);
    }

    [Fact]
    public void Equality_is_that_of_the_json()
    {
        Assert.True(Parameter.FromInt(3).Equals(Parameter.FromDouble(3)));
        Assert.False(Parameter.FromInt(3).Equals(Parameter.FromString("3")));
        Assert.Equal(Parameter.FromInt(3).GetHashCode(), Parameter.FromInt(3).GetHashCode());
    }
}
