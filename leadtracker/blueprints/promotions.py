"""The board of promotions, and each promotion's own page and form."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.promotions import PromotionForm, Row
from leadtracker.models import LeadList, OutcomeSet, Promotion, Script, Team
from leadtracker.queries import products as find_products
from leadtracker.queries import promotions as find
from leadtracker.queries import scripts as find_scripts
from leadtracker.serializers import board_words
from leadtracker.serializers.attempt_words import AttemptWords, attempt_words
from leadtracker.serializers.audience import audience_for
from leadtracker.serializers.board import Segment, board_of
from leadtracker.serializers.promotion_page import page_of
from leadtracker.services import outcome_sets, promotions
from leadtracker.services.promotions import OfferTerms, Terms
from leadtracker.templating.wording import number

bp = Blueprint("promotions", __name__)


@bp.get("/promotions")
@require(Action.SEE_BOARD)
def index():
    """The board: will we make it?"""
    asked = request.args.get("state", "")
    segment = Segment(asked) if asked in set(Segment) else Segment.LIVE
    return render_page_or_partial(
        "promotions/index.html",
        "promotions/_board.html",
        board=board_of(segment),
        words=board_words,
    )


@bp.get("/promotions/<int:promotion_id>")
@require(Action.SEE_BOARD)
def show(promotion_id: int):
    """How one promotion stands, and what stands behind its figures."""
    promotion = loaders.load_promotion(promotion_id)
    return render_page_or_partial(
        "promotions/show.html",
        "promotions/_page.html",
        page=page_of(promotion),
        words=board_words,
        refusal="",
    )


@bp.get("/promotions/new")
@require(Action.EDIT_PROMOTIONS)
def new():
    """An empty promotion with the floor's usual outcomes, for the list that ``list`` names."""
    form = PromotionForm(
        data={
            "outcome_set": outcome_sets.default_set().id,
            "lead_list": request.args.get("list", type=loaders.row_id),
            "starts_on": _today(),
            "offers": [{}],
        }
    )
    return render_editor(None, form)


@bp.post("/promotions")
@require(Action.EDIT_PROMOTIONS)
def create():
    """Keep it as a draft; its page says what a launch would do."""
    form = offered(PromotionForm(request.form))
    if not form.validate():
        return render_editor(None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        promotion = promotions.create_promotion(_terms(form), by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_editor(None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s is kept as a draft.", name=promotion.name)
    return toast(redirect_to(url_for("promotions.edit", promotion_id=promotion.id)), words)


@bp.get("/promotions/<int:promotion_id>/edit")
@require(Action.EDIT_PROMOTIONS)
def edit(promotion_id: int):
    """A promotion, to be changed."""
    promotion = loaders.load_promotion(promotion_id)
    return render_editor(promotion, PromotionForm.of(promotion))


@bp.post("/promotions/<int:promotion_id>")
@require(Action.EDIT_PROMOTIONS)
def update(promotion_id: int):
    """Change it; a live one changes at once."""
    promotion = loaders.load_promotion(promotion_id)
    form = offered(PromotionForm(request.form), promotion)
    if not form.validate():
        return render_editor(promotion, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        promotions.update_promotion(promotion, _terms(form), by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_editor(promotion, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s is saved.", name=promotion.name)
    page = "promotions.show" if promotion.launched_at else "promotions.edit"
    return toast(redirect_to(url_for(page, promotion_id=promotion.id)), words)


@bp.post("/promotions/<int:promotion_id>/deletion")
@require(Action.EDIT_PROMOTIONS)
def delete(promotion_id: int):
    """Throw a draft away."""
    promotion = loaders.load_promotion(promotion_id)
    name = promotion.name
    promotions.delete_draft(promotion, by=signed_in_user())
    return toast(
        redirect_to(url_for("promotions.index", state=Segment.PLANNED)),
        _("%(name)s is thrown away.", name=name),
    )


def _today():
    return clock.today(clock.zone(current_app.config["DEFAULT_TIME_ZONE"]))


def offered(form: PromotionForm, promotion: Promotion | None = None) -> PromotionForm:
    """The form with the rows that may be chosen; what was chosen before stays so."""
    products = list(db.session.scalars(find_products.products_on_sale()))
    if promotion is not None:
        known = {product.id for product in products}
        products += [o.product for o in promotion.offers if o.product_id not in known]
    form.offer(
        lists=[
            Row(list_id, _("%(name)s, %(size)s leads", name=name, size=number(size)))
            for list_id, name, size in find.lists_with_sizes()
        ],
        scripts=find_scripts.scripts_by_name(),
        outcome_sets=find.outcome_sets(),
        teams=find.teams(),
        products=products,
    )
    return form


def _terms(form: PromotionForm) -> Terms:
    """What the form says, in the rows it names."""
    return Terms(
        name=form.name.data,
        brief=form.brief.data or "",
        lead_list=db.session.get(LeadList, form.lead_list.data),
        script=db.session.get(Script, form.script.data),
        outcome_set=db.session.get(OutcomeSet, form.outcome_set.data),
        starts_on=form.starts_on.data,
        deadline_on=form.deadline_on.data,
        target_orders=form.target_orders.data,
        currency=form.currency.data,
        caller_id=form.caller_id.data or "",
        priority=form.priority.data,
        rules=form.attempts.form.read(),
        teams=[db.session.get(Team, team_id) for team_id in form.teams.data],
        offers=[
            OfferTerms(form.products[row.product.data], row.price.minor)
            for row in form.written_offers
        ],
    )


def attempts_of(form: PromotionForm) -> AttemptWords:
    """What there is to say about the form's attempt rules and its outcomes' waits."""
    rules = form.attempts.form.read() if form.attempts.form.validate() else None
    chosen = form.outcome_set.data
    return attempt_words(rules, db.session.get(OutcomeSet, chosen) if chosen else None)


def render_editor(
    promotion: Promotion | None,
    form: PromotionForm,
    status: int = HTTPStatus.OK,
    *,
    refusal: str = "",
) -> Response:
    """The one page on which a promotion is written; None while it was never kept."""
    offered(form, promotion)
    page = render_template(
        "promotions/edit.html",
        promotion=promotion,
        form=form,
        attempts=attempts_of(form),
        audience=audience_for(form.lead_list.data, form.teams.data or [], form.starts_on.data),
        refusal=refusal,
    )
    return page, status
