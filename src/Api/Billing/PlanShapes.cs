using System.Globalization;
using RelayKit.Api.Requests;
using RelayKit.Api.Requests.Rules;
using RelayKit.Api.Rooms;
using RelayKit.Billing;

namespace RelayKit.Api.Billing;

/// <summary>Makes a plan, or replaces it whole.</summary>
/// <param name="Name">Its name, as it stands on invoices.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="FixedFee">What it costs per period whatever is used, in the currency's smallest unit. Left out, nothing.</param>
/// <param name="Offered">Whether tenants may choose it. Left out, they may.</param>
/// <param name="Prices">What it prices; a meter that is not here is metered and not billed.</param>
/// <param name="Budget">What a tenant's live rooms may use in a period. Left out, no bound of the plan's.</param>
/// <param name="ProviderFixedPriceIds">The provider's ids of the prices that are charged per period.</param>
internal sealed record SetPlanRequest(
    [property: Needed("name it"), Title(200)] string? Name,
    [property: Needed("say in which currency, such as usd"), Title(3)] string? Currency,
    [property: Between(0, Plan.MaxAmount)] long? FixedFee,
    bool? Offered,
    [property: Needed("list what it prices, or nothing: []"), Items(0, 5)] List<PlanPriceRequest>? Prices,
    BudgetRequest? Budget,
    [property: Items(0, 20)] List<string>? ProviderFixedPriceIds)
{
    private const decimal MaxUnitPrice = 1_000_000;

    /// <summary>Adds what is wrong beyond the rules of single fields.</summary>
    public void Check(FieldErrors errors)
    {
        if (Currency is { Length: > 0 } && (Currency.Length != 3 || !Currency.All(char.IsAsciiLetterLower)))
        {
            errors.Add("/currency", "has to be a code of ISO 4217 in lower case, such as usd");
        }

        for (var i = 0; i < (Prices?.Count ?? 0); i++)
        {
            if (Prices![i]?.UnitPrice is { Length: > 0 } text && ReadPrice(text) is null)
            {
                errors.Add($"/prices/{i}/unit_price", string.Create(
                    CultureInfo.InvariantCulture, $"has to be a number as text, 0 to {MaxUnitPrice}, with at most {Plan.MaxPriceDigits} digits after the point: \"0.4\""));
            }

            if (Prices[i]?.Meter is { } meter && Prices.Take(i).Any(before => before?.Meter == meter))
            {
                errors.Add($"/prices/{i}/meter", "has a price already");
            }
        }

        for (var i = 0; i < (ProviderFixedPriceIds?.Count ?? 0); i++)
        {
            if (ProviderFixedPriceIds![i] is not { Length: > 0 and <= 255 })
            {
                errors.Add($"/provider_fixed_price_ids/{i}", "has to be 1 to 255 characters");
            }
        }
    }

    public Plan ToPlan(string code) => new()
    {
        Code = code,
        Name = Name!,
        Currency = Currency!,
        FixedFee = FixedFee ?? 0,
        IsOffered = Offered ?? true,
        Prices = [.. Prices!.Select(static price => price.ToPrice()).OrderBy(static price => price.Meter)],
        Budget = RoomFieldsMapping.ToBudget(Budget),
        ProviderFixedPriceIds = [.. ProviderFixedPriceIds ?? []],
    };

    public static decimal? ReadPrice(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price is >= 0 and <= MaxUnitPrice && price.Scale <= Plan.MaxPriceDigits
            ? price
            : null;
}

/// <summary>What a plan asks for a meter's minutes.</summary>
/// <param name="Meter">Which meter.</param>
/// <param name="IncludedMinutes">Minutes of a period that cost nothing beyond the fixed fee. Left out, all of them.</param>
/// <param name="UnitPrice">What a minute beyond those costs, in the currency's smallest unit: a number as text, so that nothing rounds it, such as <c>0.4</c>. Left out, nothing.</param>
/// <param name="ProviderPriceId">The provider's id of the price that follows the meter. Left out, none: then it is not reported there.</param>
internal sealed record PlanPriceRequest(
    [property: Needed("name the meter"), OneOf("participant_minutes", "egress_minutes", "agent_minutes", "recording_minutes", "stream_minutes")] string? Meter,
    [property: Between(0, Plan.MaxAmount)] long? IncludedMinutes,
    [property: Title(40)] string? UnitPrice,
    [property: Title(255)] string? ProviderPriceId)
{
    public PlanPrice ToPrice() => new(
        BillingMeters.Parse(Meter!), IncludedMinutes, UnitPrice is { Length: > 0 } text ? SetPlanRequest.ReadPrice(text)!.Value : 0, ProviderPriceId);
}

/// <summary>A plan.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name, as it stands on invoices.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="FixedFee">What it costs per period whatever is used, in the currency's smallest unit.</param>
/// <param name="Offered">Whether tenants may choose it.</param>
/// <param name="Prices">What it prices; a meter that is not here is metered and not billed.</param>
/// <param name="Budget">What a tenant's live rooms may use in a period; null for no bound of the plan's.</param>
internal sealed record PlanResponse(
    string Code, string Name, string Currency, long FixedFee, bool Offered, IReadOnlyList<PlanPriceResponse> Prices, BudgetResponse? Budget)
{
    public static PlanResponse Of(Plan plan) => new(
        plan.Code, plan.Name, plan.Currency, plan.FixedFee, plan.IsOffered, [.. plan.Prices.Select(PlanPriceResponse.Of)], BudgetResponse.Of(plan.Budget));
}

/// <summary>What a plan asks for a meter's minutes.</summary>
/// <param name="Meter">Which meter.</param>
/// <param name="IncludedMinutes">Minutes of a period that cost nothing beyond the fixed fee; null for all.</param>
/// <param name="UnitPrice">What a minute beyond those costs, in the currency's smallest unit: a number as text.</param>
internal sealed record PlanPriceResponse(string Meter, long? IncludedMinutes, string UnitPrice)
{
    public static PlanPriceResponse Of(PlanPrice price) => new(price.Meter.Word(), price.Included, Text(price.UnitPrice));

    /// <summary>A price without zeros at its end.</summary>
    public static string Text(decimal price) => price.ToString("0.############", CultureInfo.InvariantCulture);
}
