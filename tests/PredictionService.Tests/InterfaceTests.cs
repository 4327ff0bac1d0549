using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MLNet.LlmExtensions.Serving;

namespace PredictionService.Tests;

public sealed class InterfaceTests(SavedClassifier model)
{
    private const string Report = "Lungs clear. Small left pleural effusion. Heart size normal.";
    private const string Classify = "/v1/classifiers/reports/classify";
    private const string ClassifyBatch = "/v1/classifiers/reports/classify-batch";
    private const string Explain = "/v1/classifiers/reports/explain";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_gets_its_label_and_the_probabilities_of_all()
    {
        await using var service = await RunningService.StartAsync(model.Path);
        var expected = await service.Services.GetRequiredKeyedService<LlmTextClassifier>("reports").ClassifyAsync(Report, Cancellation);

        var answer = await PostAsync(service, Classify, new { text = Report });

        Assert.Equal(expected.Label, answer.GetProperty("label").GetString());
        Assert.Equal(expected.Probability, answer.GetProperty("probability").GetSingle(), 1e-5f);
        Assert.Equal(
            expected.Probabilities.Keys, answer.GetProperty("probabilities").EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, answer.GetProperty("probabilities").EnumerateObject().Sum(property => property.Value.GetSingle()), 1e-4f);
    }

    [Fact]
    public async Task A_batch_is_answered_in_its_order()
    {
        await using var service = await RunningService.StartAsync(model.Path);
        string[] texts = [Report, "Chronic fracture of the right.", "", "Lungs clear heart normal."];

        var answers = (await PostAsync(service, ClassifyBatch, new { texts })).GetProperty("predictions");

        Assert.Equal(texts.Length, answers.GetArrayLength());
        for (var i = 0; i < texts.Length; i++)
        {
            var alone = await PostAsync(service, Classify, new { text = texts[i] });
            Assert.Equal(alone.GetProperty("label").GetString(), answers[i].GetProperty("label").GetString());
            Assert.Equal(alone.GetProperty("probability").GetSingle(), answers[i].GetProperty("probability").GetSingle(), 1e-5f);
        }
    }

    [Fact]
    public async Task An_explanation_says_what_each_sentence_did()
    {
        await using var service = await RunningService.StartAsync(model.Path);
        var answer = await PostAsync(service, Explain, new { text = Report });
        var label = answer.GetProperty("prediction").GetProperty("label").GetString()!;
        var whole = answer.GetProperty("prediction").GetProperty("probability").GetSingle();
        var sentences = answer.GetProperty("sentences").EnumerateArray().ToArray();

        Assert.Equal(3, sentences.Length);
        foreach (var sentence in sentences)
        {
            var without = Report.Remove(sentence.GetProperty("start").GetInt32(), sentence.GetProperty("length").GetInt32());
            var other = await PostAsync(service, Classify, new { text = without });
            Assert.Equal(
                whole - other.GetProperty("probabilities").GetProperty(label).GetSingle(), sentence.GetProperty("influence").GetSingle(), 1e-4f);
        }
    }

    [Theory]
    [InlineData(Classify, "{}", 400)]
    [InlineData(Classify, """{"text":null}""", 400)]
    [InlineData(Classify, "no json", 400)]
    [InlineData(Classify, """{"text":7}""", 400)]
    [InlineData("/v1/classifiers/other/classify", """{"text":"a"}""", 404)]
    [InlineData(ClassifyBatch, "{}", 400)]
    [InlineData(ClassifyBatch, """{"texts":["a",null]}""", 400)]
    [InlineData(ClassifyBatch, """{"texts":["a","b","c","d"]}""", 400)]
    [InlineData(Classify, """{"text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""", 400)]
    [InlineData(Explain, """{"text":"A. B. C. D. E."}""", 400)]
    [InlineData("/v1/nothing", "{}", 404)]
    public async Task A_wrong_request_is_told_what_is_wrong(string path, string body, int status)
    {
        await using var service = await RunningService.StartAsync(
            model.Path, "--Service:MaximumTexts=3", "--Service:MaximumTextLength=60", "--Service:MaximumSentences=4");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await service.Client.PostAsync(path, content, Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var service = await RunningService.StartAsync(model.Path, "--Service:MaximumBodyBytes=2048");
        using var content = new StringContent(JsonSerializer.Serialize(new { text = new string('a', 5000) }), Encoding.UTF8, "application/json");

        using var response = await service.Client.PostAsync(Classify, content, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task With_a_key_only_those_who_know_it_are_answered()
    {
        await using var service = await RunningService.StartAsync(model.Path, "--Service:ApiKey=secret");
        foreach (var (key, status) in new[] { (null, 401), ("wrong", 401), ("secre", 401), ("secret", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Classify) { Content = JsonContent.Create(new { text = Report }) };
            if (key is not null)
            {
                request.Headers.Add("X-Api-Key", key);
            }

            using var response = await service.Client.SendAsync(request, Cancellation);
            Assert.Equal(status, (int)response.StatusCode);
        }

        using var metrics = await service.Client.GetAsync("/metrics", Cancellation);
        using var health = await service.Client.GetAsync("/health/ready", Cancellation);
        using var page = await service.Client.GetAsync("/", Cancellation);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK], [metrics.StatusCode, health.StatusCode, page.StatusCode]);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_to_wait()
    {
        await using var service = await RunningService.StartAsync(model.Path, "--Service:RequestsPerSecond=5");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            using var response = await service.Client.GetAsync("/v1/classifiers/", Cancellation);
            statuses.Add(response.StatusCode);
            Assert.Equal(response.StatusCode == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter is not null);
        }

        Assert.Contains(HttpStatusCode.OK, statuses);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        await Task.Delay(1500, Cancellation);
        using var later = await service.Client.GetAsync("/v1/classifiers/", Cancellation);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Overload_is_503_and_passes()
    {
        await using var service = await RunningService.StartAsync(
            model.Path, "--Service:MaximumQueueLength=128", "--Service:MaximumTexts=128", "--Service:RequestsPerSecond=0");
        var texts = Enumerable.Range(0, 128).Select(i => $"{Report} {i} {string.Join(' ', Enumerable.Repeat("stable effusion", 200))}").ToArray();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await service.Client.PostAsJsonAsync(ClassifyBatch, new { texts }, Cancellation);
            return (response.StatusCode, response.Headers.RetryAfter is not null);
        }));

        Assert.Contains((HttpStatusCode.OK, false), statuses);
        Assert.Contains((HttpStatusCode.ServiceUnavailable, true), statuses);
        Assert.All(statuses, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        _ = await PostAsync(service, Classify, new { text = Report });
    }

    [Fact]
    public async Task Health_metrics_and_description_are_there()
    {
        await using var service = await RunningService.StartAsync(model.Path);
        _ = await PostAsync(service, Classify, new { text = Report });

        Assert.Equal("Healthy", await service.Client.GetStringAsync("/health/live", Cancellation));
        Assert.Equal("Healthy", await service.Client.GetStringAsync("/health/ready", Cancellation));
        var metrics = await service.Client.GetStringAsync("/metrics", Cancellation);
        Assert.Contains("llm_texts_total", metrics, StringComparison.Ordinal);
        Assert.Contains("llm_queue_length", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("effusion", metrics, StringComparison.OrdinalIgnoreCase);
        var description = await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);
        Assert.True(description.GetProperty("paths").TryGetProperty("/v1/classifiers/{name}/explain", out _));
    }

    [Fact]
    public void Without_a_classifier_the_service_says_what_to_set()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => ServiceHost.Build([]));

        Assert.Contains("Service:Classifiers", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_listens_to_this_machine_only_unless_told_otherwise()
    {
        var app = ServiceHost.Build([$"--Service:Classifiers:reports={model.Path}"]);

        Assert.Equal("http://127.0.0.1:5080", app.Configuration["urls"]);
    }

    private static async Task<JsonElement> PostAsync(RunningService service, string path, object body)
    {
        using var response = await service.Client.PostAsJsonAsync(path, body, Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
