import io

from kcity_analysis.charts import layout


def test_a_panel_can_be_drawn_on_like_any_axes_of_matplotlib():
    figure = layout.Chart(300, 200)
    axes = layout.panel(figure, 40, 40, 200, 120)
    assert not axes.axison
    assert len(figure.findobj()) > 20  # ticks and spines are made where something asks for them
    axes.set(title="cases", xlabel="year")
    axes.set_axis_on()
    axes.tick_params(labelsize=6)
    axes.spines["right"].set_visible(False)
    figure.savefig(io.BytesIO(), format="png")
    assert {tick.get_fontsize() for tick in axes.get_xticklabels()} == {6}
