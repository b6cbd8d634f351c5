using System.Globalization;
using Microsoft.AspNetCore.Http;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;

namespace RelayKit.UnitTests.Api.Requests;

/// <summary>What a list is asked by: one page is as wide as it may be, begins where it may, and takes no parameter that is none of its own.</summary>
public sealed class PageRequestTests
{
    private static readonly Guid Last = Guid.CreateVersion7();

    [Fact]
    public void A_list_that_goes_by_ids_begins_where_the_page_before_ended()
    {
        Assert.Null(PageRequest.Refuse(Asked(""), PublicId.Export, out var limit, out var before));
        Assert.Equal((20, null), (limit, before));

        Assert.Null(PageRequest.Refuse(Asked($"?limit=100&cursor={PublicId.Format(PublicId.Export, Last)}"), PublicId.Export, out limit, out before));
        Assert.Equal((100, Last), (limit, before));
    }

    [Theory]
    [InlineData("?limit=0", "has to be a whole number from 1 to 100")]
    [InlineData("?limit=101", "has to be a whole number from 1 to 100")]
    [InlineData("?cursor=nonsense", "is not one that this list gave")]
    [InlineData("?cursor=evt_06ec8k7z5hj0a8v2q7w3x9y1zc", "is not one that this list gave")]
    [InlineData("?page=2", "there are limit, cursor")]
    public void What_is_none_of_its_parameters_is_refused_by_name(string query, string detail)
    {
        var problem = PageRequest.Refuse(Asked(query), PublicId.Export, out _, out _);

        Assert.NotNull(problem);
        Assert.Contains(detail, problem.Detail, StringComparison.Ordinal);
        Assert.Contains(query.Split('=')[0], problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 7, false)]
    [InlineData("?cursor=", 7, false)]
    [InlineData("?cursor=12", 12, false)]
    [InlineData("?cursor=twelve", 7, true)]
    public void A_list_that_goes_by_something_else_begins_at_its_first_place(string query, long expected, bool isRefused)
    {
        var errors = new FieldErrors();

        var place = PageRequest.ReadCursor(
            Asked(query), errors, static (string text, out long read) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out read), 7);

        Assert.Equal((expected, isRefused), (place, errors.Any));
    }

    [Theory]
    [InlineData("", null, false)]
    [InlineData("?room=standup", "standup", false)]
    [InlineData("?room=a/b", "a/b", true)]
    public void The_name_of_a_room_is_one(string query, string? expected, bool isRefused)
    {
        var errors = new FieldErrors();

        Assert.Equal((expected, isRefused), (PageRequest.ReadRoomName(Asked(query), "room", errors), errors.Any));
    }

    private static DefaultHttpContext Asked(string query) => new() { Request = { QueryString = new QueryString(query) } };
}
